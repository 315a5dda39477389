// Anthropic's own client against the gateway: messages and token counting.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import {
  all, key, lateAnswer, leaveMidway, poorKey, script, slowStream, spareKey, strangersKey, thrown,
  unknownModel, url,
} from './headgate.mjs';

const model = 'claude-sonnet-5';
const hello = { model, max_tokens: 50, messages: [{ role: 'user', content: 'hello' }] };
const weather = {
  name: 'weather',
  description: 'the weather of a place',
  input_schema: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
};
const question = { role: 'user', content: 'use the tool for Bern' };

function client(apiKey = key, options = {}) {
  return new Anthropic({ apiKey, authToken: null, baseURL: url, maxRetries: 0, ...options });
}

const whole = (anthropic, headers) => anthropic.messages.create(hello, { headers });
const counted = (anthropic, headers) => anthropic.messages.countTokens({ model, messages: hello.messages }, { headers });
const streamed = (anthropic, headers) => anthropic.messages.create({ ...hello, stream: true }, { headers });

/** A call that the provider refuses with this status, by an account of its own. */
function refused(status, call = whole) {
  return () => call(client(spareKey()), script(`error;status=${status}`));
}

describe('messages', () => {
  it('come whole, with usage', async () => {
    const message = await client().messages.create(hello);
    assert.equal(message.content[0].text, 'You said (5 characters): hello');
    assert.equal(message.stop_reason, 'end_turn');
    assert.ok(message.usage.input_tokens > 0 && message.usage.output_tokens > 0);
    assert.match(message._request_id, /\S/);
  });

  it('come with the key as a bearer token', async () => {
    const message = await new Anthropic({ apiKey: null, authToken: key, baseURL: url, maxRetries: 0 }).messages.create(hello);
    assert.equal(message.role, 'assistant');
  });

  it('come as raw events', async () => {
    const events = await all(await streamed(client()));
    assert.equal(events[0].type, 'message_start');
    assert.equal(events.at(-1).type, 'message_stop');
  });

  it('come through the accumulating stream', async () => {
    const stream = client().messages.stream(hello);
    let text = '';
    stream.on('text', (piece) => (text += piece));
    const message = await stream.finalMessage();
    assert.equal(text, 'You said (5 characters): hello');
    assert.equal(message.content[0].text, text);
    assert.ok(message.usage.output_tokens > 0);
  });

  it('survive events that no client knows yet', async () => {
    const events = await all(await streamed(client(), script('unknown-events')));
    assert.equal(events.at(-1).type, 'message_stop');
  });
});

describe('tools', () => {
  it('are called and answered, whole', async () => {
    const anthropic = client();
    const first = await anthropic.messages.create({ ...hello, tools: [weather], messages: [question] });
    assert.equal(first.stop_reason, 'tool_use');
    const use = first.content.find((block) => block.type === 'tool_use');
    assert.deepEqual([use.name, use.input], ['weather', { query: question.content }]);
    const second = await anthropic.messages.create({
      ...hello,
      tools: [weather],
      messages: [
        question,
        { role: 'assistant', content: first.content },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: use.id, content: '18 degrees' }] },
      ],
    });
    assert.equal(second.stop_reason, 'end_turn');
    assert.match(second.content[0].text, /18 degrees$/);
  });

  it('are called in a stream, their input in pieces', async () => {
    const stream = client().messages.stream({ ...hello, tools: [weather], messages: [question] });
    let pieces = 0;
    stream.on('inputJson', () => pieces++);
    const message = await stream.finalMessage();
    assert.ok(pieces > 1);
    assert.deepEqual(message.content.at(-1).input, { query: question.content });
  });

  it('are run by the tool runner', async () => {
    const asked = [];
    const run = (input) => asked.push(input.query) && '18 degrees';
    const runner = client().beta.messages.toolRunner({
      ...hello, messages: [question], tools: [{ ...weather, run, parse: (input) => input }], max_iterations: 3,
    });
    const last = await runner.runUntilDone();
    assert.deepEqual(asked, [question.content]);
    assert.match(last.content[0].text, /18 degrees$/);
  });
});

describe('token counting and the list of models', () => {
  it('count without a charge', async () => {
    const count = await counted(client());
    assert.ok(count.input_tokens > 0);
  });

  it('list all models', async () => {
    const models = await all(client().models.list());
    assert.ok(models.some((found) => found.id === model && found.type === 'model'));
  });

  it('tell one model', async () => {
    assert.equal((await client().models.retrieve(model)).id, model);
  });
});

describe('errors are the typed ones', () => {
  for (const [name, call] of Object.entries({ create: whole, stream: streamed, count: counted })) {
    it(`401 for a key that the gateway doesn't know: ${name}`, async () => {
      const error = await thrown(Anthropic.AuthenticationError, () => call(client(strangersKey)));
      assert.equal(error.error.error.type, 'authentication_error');
      assert.match(error.requestID, /\S/);
    });

    it(`429 of the provider with retry-after: ${name}`, async () => {
      const error = await thrown(Anthropic.RateLimitError, refused(429, call));
      assert.equal(error.headers.get('retry-after'), '30');
      assert.equal(error.error.error.type, 'rate_limit_error');
    });

    it(`500 of the provider: ${name}`, async () => {
      const error = await thrown(Anthropic.InternalServerError, refused(500, call));
      assert.equal(error.status, 500);
    });

    it(`529 of the provider: ${name}`, async () => {
      const error = await thrown(Anthropic.InternalServerError, refused(529, call));
      assert.equal(error.status, 529);
      assert.equal(error.error.error.type, 'overloaded_error');
    });
  }

  it('404 for a model without a price', async () => {
    const error = await thrown(Anthropic.NotFoundError, () => client(poorKey).messages.create({ ...hello, model: unknownModel }));
    assert.match(error.message, /no-such-model/);
  });

  it('404 for an unknown route and an unknown model of the list', async () => {
    await thrown(Anthropic.NotFoundError, () => client().post('/v1/nothing', { body: hello }));
    await thrown(Anthropic.NotFoundError, () => client().models.retrieve(unknownModel));
  });

  it('402 for an empty balance', async () => {
    const error = await thrown(Anthropic.APIError, () => client(poorKey).messages.create({ ...hello, max_tokens: 20_000 }));
    assert.equal(error.status, 402);
    assert.match(error.message, /balance/);
  });

  it('400 for a body that the gateway refuses', async () => {
    await thrown(Anthropic.BadRequestError, () => client().messages.create({ ...hello, model: undefined }));
  });

  it('400 and 404 of the provider pass', async () => {
    await thrown(Anthropic.BadRequestError, refused(400));
    await thrown(Anthropic.NotFoundError, refused(404));
  });

  it('503 with retry-after while every account cools down', async () => {
    const anthropic = client(spareKey());
    await thrown(Anthropic.RateLimitError, () => whole(anthropic, script('error;status=429')));
    const error = await thrown(Anthropic.InternalServerError, () => whole(anthropic));
    assert.equal(error.status, 503);
    assert.ok(Number(error.headers.get('retry-after')) > 0);
    assert.match(error.message, /cooling down/);
  });

  it("429 of the gateway's own limit with retry-after", async () => {
    const anthropic = client(spareKey());
    const stream = await streamed(anthropic, slowStream);
    const error = await thrown(Anthropic.RateLimitError, () => anthropic.messages.create(hello));
    assert.ok(Number(error.headers.get('retry-after')) > 0);
    assert.ok((await all(stream)).length > 3);
  });

  it('an overload inside HTTP 200', async () => {
    await thrown(Anthropic.APIError, () => streamed(client(spareKey()), script('overloaded-200')));
  });

  it('a stream that breaks off ends in an error, not in silence', async () => {
    await thrown(Anthropic.APIError, async () => all(await streamed(client(spareKey()), script('reset-after;bytes=900'))));
  });
});

describe('cancellation', () => {
  it('leaves a raw stream', async () => {
    await leaveMidway(
      (signal) => client().messages.create({ ...hello, stream: true }, { signal, headers: slowStream }),
      (error) => error instanceof Anthropic.APIUserAbortError,
    );
  });

  it('leaves an accumulating stream', async () => {
    const stream = client().messages.stream(hello, { headers: slowStream });
    stream.on('text', () => stream.abort());
    await thrown(Anthropic.APIUserAbortError, () => stream.finalMessage());
  });

  it('leaves before the answer begins', async () => {
    const signal = AbortSignal.timeout(300);
    await thrown(Anthropic.APIUserAbortError, () => client().messages.create(hello, { signal, headers: lateAnswer }));
  });
});
