// Where the gateway under test is and whose keys it knows, from the environment; and what all three suites ask of it.
import assert from 'node:assert/strict';

/** The gateway's address, without a path. */
export const url = required('HEADGATE_URL');

/** A key whose group relays every model, by two accounts of each provider. */
export const key = required('HEADGATE_KEY');

/** A key whose group refuses models that have no price, and whose balance is next to nothing. */
export const poorKey = required('HEADGATE_POOR_KEY');

/** A key that the gateway doesn't know. */
export const strangersKey = 'sk-hg-stranger-0123456789';

export const unknownModel = 'no-such-model';

const spares = required('HEADGATE_SPARE_KEYS').split(',');

/**
 * A key that may have one call in flight, with an account of each provider of its own, so that a refusal there cools
 * nothing else down. Each is given once to a suite.
 */
export function spareKey() {
  const next = spares.shift();
  assert.ok(next, 'HEADGATE_SPARE_KEYS: used up (expected: one more key)');
  return next;
}

/** The header by which the provider behind the gateway is told what to answer; the gateway passes it on. */
export function script(words) {
  return { 'x-fake-script': words };
}

/** A stream long and slow enough to leave in its middle: 60 events, one every 20 ms. */
export const slowStream = script('stream;events=60;every=20ms');

/** An answer that is never finished while a test runs: it takes 3 s to begin. */
export const lateAnswer = script('ok;delay=3s');

/** What {@code call} throws, which must be of this class. */
export async function thrown(type, call) {
  try {
    await call();
  } catch (error) {
    assert.ok(error instanceof type, `thrown: ${error.constructor.name}: ${error.message} (expected: ${type.name})`);
    return error;
  }
  assert.fail(`nothing was thrown (expected: ${type.name})`);
}

/** All that an async iterable gives. */
export async function all(iterable) {
  const found = [];
  for await (const item of iterable) {
    found.push(item);
  }
  return found;
}

/** Reads a stream up to its third piece, then leaves; an abort error on the way out is as good as a quiet end. */
export async function leaveMidway(open, isAbort) {
  const controller = new AbortController();
  let seen = 0;
  try {
    for await (const piece of await open(controller.signal)) {
      assert.ok(piece);
      if (++seen === 3) {
        controller.abort();
      }
    }
  } catch (error) {
    assert.ok(isAbort(error), `thrown: ${error.stack} (expected: the abort)`);
  }
  assert.ok(seen >= 3 && seen < 30, `pieces: ${seen} (expected: 3 to 29 of 60)`);
}

function required(name) {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name}: not set (expected: see the head of JavaScriptSdkTest)`);
  }
  return value;
}
