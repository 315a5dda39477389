// Google's own client against the gateway: generation, token counting and embeddings.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError, GoogleGenAI } from '@google/genai';
import {
  all, key, lateAnswer, leaveMidway, poorKey, script, slowStream, spareKey, strangersKey, thrown, unknownModel, url,
} from './headgate.mjs';

const model = 'gemini-2.5-flash';
const embeddingModel = 'gemini-embedding-001';
const answer = 'You said (5 characters): hello';
const question = 'use the tool for Bern';
const weather = {
  name: 'weather',
  description: 'the weather of a place',
  parametersJsonSchema: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
};
const tools = [{ functionDeclarations: [weather] }];

function client(apiKey = key, headers = {}) {
  return new GoogleGenAI({ apiKey, httpOptions: { baseUrl: url, headers, retryOptions: { attempts: 1 } } });
}

const calls = {
  generate: (gemini, config) => gemini.models.generateContent({ model, contents: 'hello', config }),
  stream: (gemini, config) => gemini.models.generateContentStream({ model, contents: 'hello', config }),
  count: (gemini, config) => gemini.models.countTokens({ model, contents: 'hello', config }),
  embed: (gemini, config) => gemini.models.embedContent({ model: embeddingModel, contents: 'hello', config }),
};

/** The error of a call that the provider refuses with this status, by an account of its own. */
function refused(status, call) {
  return failed(status, () => call(client(spareKey(), script(`error;status=${status}`))));
}

/** The one error class of this client, with the status and, in its message, Google's own error object. */
async function failed(status, call) {
  const error = await thrown(ApiError, call);
  assert.equal(error.status, status, error.message);
  return JSON.parse(error.message).error;
}

describe('generation', () => {
  it('comes whole, with usage', async () => {
    const whole = await calls.generate(client());
    assert.equal(whole.text, answer);
    assert.equal(whole.candidates[0].finishReason, 'STOP');
    assert.ok(whole.usageMetadata.promptTokenCount > 0 && whole.usageMetadata.candidatesTokenCount > 0);
  });

  it('comes as chunks', async () => {
    const chunks = await all(await calls.stream(client()));
    assert.equal(chunks.map((chunk) => chunk.text).join(''), answer);
    assert.ok(chunks.length > 1);
    assert.equal(chunks.at(-1).candidates[0].finishReason, 'STOP');
  });

  it('comes through a chat, which sends its history', async () => {
    const chat = client().chats.create({ model });
    await chat.sendMessage({ message: 'hi' });
    const second = await chat.sendMessage({ message: 'hello' });
    assert.equal(second.text, answer);
    assert.equal(chat.getHistory().length, 4);
  });

  it('survives chunks that no client knows yet', async () => {
    const chunks = await all(await calls.stream(client(key, script('unknown-events'))));
    assert.ok(chunks.length > 5);
  });
});

describe('tools', () => {
  it('are called and answered, whole', async () => {
    const gemini = client();
    const contents = [{ role: 'user', parts: [{ text: question }] }];
    const first = await gemini.models.generateContent({ model, contents, config: { tools } });
    const [call] = first.functionCalls;
    assert.deepEqual([call.name, call.args], ['weather', { query: question }]);
    contents.push(first.candidates[0].content, {
      role: 'user', parts: [{ functionResponse: { name: call.name, response: { output: '18 degrees' } } }],
    });
    const second = await gemini.models.generateContent({ model, contents, config: { tools } });
    assert.match(second.text, /18 degrees/);
  });

  it('are called in a stream', async () => {
    const chunks = await all(await client().models.generateContentStream({ model, contents: question, config: { tools } }));
    assert.deepEqual(chunks.flatMap((chunk) => chunk.functionCalls ?? []).map((call) => call.args), [{ query: question }]);
  });

  it('are run by the automatic function calling', async () => {
    const asked = [];
    const callable = {
      tool: async () => tools[0],
      callTool: async (wanted) => wanted.map((call) => {
        asked.push(call.args.query);
        return { functionResponse: { name: call.name, response: { output: '18 degrees' } } };
      }),
    };
    const whole = await client().models.generateContent({ model, contents: question, config: { tools: [callable] } });
    assert.deepEqual(asked, [question]);
    assert.match(whole.text, /18 degrees/);
  });
});

describe('token counting, embeddings and the list of models', () => {
  it('count without a charge', async () => {
    assert.ok((await calls.count(client())).totalTokens > 0);
  });

  it('embed one text and many', async () => {
    assert.ok((await calls.embed(client())).embeddings[0].values.length > 0);
    const many = await client().models.embedContent({ model: embeddingModel, contents: ['a', 'b', 'c'] });
    assert.equal(many.embeddings.length, 3);
  });

  it('list all models', async () => {
    const models = await all(await client().models.list());
    assert.ok(models.some((found) => found.name === `models/${model}`));
  });

  it('tell one model', async () => {
    assert.equal((await client().models.get({ model })).name, `models/${model}`);
  });
});

describe('errors are the typed one', () => {
  for (const [name, call] of Object.entries(calls)) {
    it(`401 for a key that the gateway doesn't know: ${name}`, async () => {
      const error = await failed(401, () => call(client(strangersKey)));
      assert.equal(error.status, 'UNAUTHENTICATED');
    });

    it(`429 of the provider with its retry delay: ${name}`, async () => {
      const error = await refused(429, call);
      assert.equal(error.status, 'RESOURCE_EXHAUSTED');
      assert.equal(error.details.at(-1).retryDelay, '34s');
    });

    it(`500 of the provider: ${name}`, async () => {
      assert.equal((await refused(500, call)).status, 'INTERNAL');
    });

    it(`503 of the provider: ${name}`, async () => {
      assert.equal((await refused(503, call)).status, 'UNAVAILABLE');
    });

    it(`404 of the provider: ${name}`, async () => {
      assert.equal((await refused(404, call)).status, 'NOT_FOUND');
    });
  }

  it('404 for a model without a price', async () => {
    const error = await failed(404, () => client(poorKey).models.generateContent({ model: unknownModel, contents: 'hello' }));
    assert.match(error.message, /no-such-model/);
  });

  it('404 for an operation that the gateway lacks and for an unknown model of the list', async () => {
    await failed(404, () => client().caches.get({ name: 'cachedContents/nothing' }));
    await failed(404, () => client().models.get({ model: unknownModel }));
  });

  it('402 for an empty balance', async () => {
    const error = await failed(402, () => calls.generate(client(poorKey), { maxOutputTokens: 60_000 }));
    assert.equal(error.status, 'RESOURCE_EXHAUSTED');
  });

  it('503 while every account cools down', async () => {
    const spare = spareKey();
    await failed(429, () => calls.generate(client(spare, script('error;status=429'))));
    const error = await failed(503, () => calls.generate(client(spare)));
    assert.match(error.message, /cooling down/);
  });

  it("429 of the gateway's own limit", async () => {
    const spare = spareKey();
    const stream = await calls.stream(client(spare, slowStream));
    assert.equal((await failed(429, () => calls.generate(client(spare)))).status, 'RESOURCE_EXHAUSTED');
    assert.ok((await all(stream)).length > 3);
  });

  it('a stream that breaks off ends in an error, not in silence', async () => {
    const stream = await calls.stream(client(spareKey(), script('reset-after;bytes=900')));
    const error = await thrown(ApiError, () => all(stream));
    assert.equal(error.status, 502);
  });
});

describe('cancellation', () => {
  const isAbort = (error) => error.name === 'AbortError';

  it('leaves a stream', async () => {
    await leaveMidway((abortSignal) => calls.stream(client(key, slowStream), { abortSignal }), isAbort);
  });

  it('leaves before the answer begins', async () => {
    const error = await thrown(Error, () => calls.generate(client(key, lateAnswer), { abortSignal: AbortSignal.timeout(300) }));
    assert.match(`${error.name} ${error.message}`, /abort/i);
  });
});
