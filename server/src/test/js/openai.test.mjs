// OpenAI's own client against the gateway: chat completions, responses and embeddings.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import OpenAI from 'openai';
import {
  all, key, lateAnswer, leaveMidway, poorKey, script, slowStream, spareKey, strangersKey, thrown, unknownModel, url,
} from './headgate.mjs';

const model = 'gpt-4o-mini';
const embeddingModel = 'text-embedding-3-small';
const hello = { model, messages: [{ role: 'user', content: 'hello' }] };
const greeting = { model, input: 'hello' };
const answer = 'You said (5 characters): hello';
const question = 'use the tool for Bern';
const parameters = {
  type: 'object', properties: { query: { type: 'string' } }, required: ['query'], additionalProperties: false,
};
const chatTool = { type: 'function', function: { name: 'weather', parameters, strict: true } };
const responseTool = { type: 'function', name: 'weather', parameters, strict: true };

function client(apiKey = key, options = {}) {
  return new OpenAI({ apiKey, baseURL: `${url}/v1`, maxRetries: 0, ...options });
}

const calls = {
  chat: (openai, headers) => openai.chat.completions.create(hello, { headers }),
  'chat stream': (openai, headers) => openai.chat.completions.create({ ...hello, stream: true }, { headers }),
  response: (openai, headers) => openai.responses.create(greeting, { headers }),
  'response stream': (openai, headers) => openai.responses.create({ ...greeting, stream: true }, { headers }),
  embedding: (openai, headers) => openai.embeddings.create({ model: embeddingModel, input: 'hello' }, { headers }),
};

/** A call that the provider refuses with this status, by an account of its own. */
function refused(status, call) {
  return () => call(client(spareKey()), script(`error;status=${status}`));
}

describe('chat completions', () => {
  it('come whole, with usage', async () => {
    const whole = await calls.chat(client());
    assert.equal(whole.choices[0].message.content, answer);
    assert.equal(whole.choices[0].finish_reason, 'stop');
    assert.equal(whole.usage.total_tokens, whole.usage.prompt_tokens + whole.usage.completion_tokens);
    assert.match(whole._request_id, /\S/);
  });

  it('come as chunks, without a usage chunk that was not asked for', async () => {
    const chunks = await all(await calls['chat stream'](client()));
    assert.ok(chunks.every((chunk) => chunk.choices.length === 1));
    assert.equal(chunks.map((chunk) => chunk.choices[0].delta.content ?? '').join(''), answer);
    assert.equal(chunks.at(-1).choices[0].finish_reason, 'stop');
  });

  it('come with the usage chunk that was asked for', async () => {
    const chunks = await all(
      await client().chat.completions.create({ ...hello, stream: true, stream_options: { include_usage: true } }),
    );
    assert.deepEqual(chunks.at(-1).choices, []);
    assert.ok(chunks.at(-1).usage.completion_tokens > 0);
  });

  it('come through the accumulating stream', async () => {
    const whole = await client().chat.completions.stream(hello).finalChatCompletion();
    assert.equal(whole.choices[0].message.content, answer);
  });

  it('survive chunks that no client knows yet', async () => {
    const chunks = await all(await calls['chat stream'](client(), script('unknown-events')));
    assert.ok(chunks.length > 5);
  });
});

describe('tools of chat completions', () => {
  it('are called and answered, whole', async () => {
    const openai = client();
    const messages = [{ role: 'user', content: question }];
    const first = await openai.chat.completions.create({ model, messages, tools: [chatTool] });
    assert.equal(first.choices[0].finish_reason, 'tool_calls');
    const [call] = first.choices[0].message.tool_calls;
    assert.deepEqual([call.function.name, JSON.parse(call.function.arguments)], ['weather', { query: question }]);
    messages.push(first.choices[0].message, { role: 'tool', tool_call_id: call.id, content: '18 degrees' });
    const second = await openai.chat.completions.create({ model, messages, tools: [chatTool] });
    assert.equal(second.choices[0].finish_reason, 'stop');
    assert.match(second.choices[0].message.content, /18 degrees$/);
  });

  it('are called in a stream, their arguments in pieces', async () => {
    const stream = client().chat.completions.stream({
      model, messages: [{ role: 'user', content: question }], tools: [chatTool],
    });
    let pieces = 0;
    stream.on('tool_calls.function.arguments.delta', () => pieces++);
    const whole = await stream.finalChatCompletion();
    assert.ok(pieces > 1);
    assert.deepEqual(JSON.parse(whole.choices[0].message.tool_calls[0].function.arguments), { query: question });
  });

  for (const stream of [false, true]) {
    it(`are run by the tool runner, stream: ${stream}`, async () => {
      const asked = [];
      const run = (input) => asked.push(input.query) && '18 degrees';
      const runner = client().chat.completions.runTools({
        model,
        stream,
        messages: [{ role: 'user', content: question }],
        tools: [{ type: 'function', function: { name: 'weather', function: run, parse: JSON.parse, parameters } }],
      });
      assert.match(await runner.finalContent(), /18 degrees$/);
      assert.deepEqual(asked, [question]);
    });
  }
});

describe('responses', () => {
  it('come whole, with usage', async () => {
    const whole = await calls.response(client());
    assert.equal(whole.output_text, answer);
    assert.equal(whole.status, 'completed');
    assert.ok(whole.usage.output_tokens > 0);
  });

  it('come as events in their order', async () => {
    const events = await all(await calls['response stream'](client()));
    assert.equal(events[0].type, 'response.created');
    assert.equal(events.at(-1).type, 'response.completed');
    assert.deepEqual(events.map((event) => event.sequence_number), events.map((event, index) => index));
  });

  it('come through the accumulating stream', async () => {
    const whole = await client().responses.stream(greeting).finalResponse();
    assert.equal(whole.output_text, answer);
  });

  it('call tools and take their results', async () => {
    const openai = client();
    const input = [{ role: 'user', content: question }];
    const first = await openai.responses.create({ model, input, tools: [responseTool] });
    const call = first.output.find((item) => item.type === 'function_call');
    assert.deepEqual([call.name, JSON.parse(call.arguments)], ['weather', { query: question }]);
    input.push(...first.output, { type: 'function_call_output', call_id: call.call_id, output: '18 degrees' });
    const second = await openai.responses.create({ model, input, tools: [responseTool] });
    assert.match(second.output_text, /18 degrees$/);
  });

  it('call tools in a stream, their arguments in pieces', async () => {
    const stream = client().responses.stream({ model, input: question, tools: [responseTool] });
    let pieces = 0;
    stream.on('response.function_call_arguments.delta', () => pieces++);
    const whole = await stream.finalResponse();
    assert.ok(pieces > 1);
    assert.deepEqual(JSON.parse(whole.output[0].arguments), { query: question });
  });
});

describe('embeddings and the list of models', () => {
  it('embed as base64, which is what this client asks for by itself', async () => {
    const whole = await calls.embedding(client());
    assert.ok(whole.data[0].embedding.every((value) => Number.isFinite(value)));
    assert.ok(whole.data[0].embedding.length > 0 && whole.usage.prompt_tokens > 0);
  });

  it('embed many texts as floats', async () => {
    const whole = await client().embeddings.create({
      model: embeddingModel, input: ['a', 'b', 'c'], encoding_format: 'float',
    });
    assert.deepEqual(whole.data.map((item) => item.index), [0, 1, 2]);
  });

  it('list all models', async () => {
    const models = await all(client().models.list());
    assert.ok(models.some((found) => found.id === model && found.object === 'model'));
  });

  it('tell one model', async () => {
    assert.equal((await client().models.retrieve(model)).id, model);
  });
});

describe('errors are the typed ones', () => {
  for (const [name, call] of Object.entries(calls)) {
    it(`401 for a key that the gateway doesn't know: ${name}`, async () => {
      const error = await thrown(OpenAI.AuthenticationError, () => call(client(strangersKey)));
      assert.equal(error.code, 'invalid_api_key');
      assert.match(error.requestID, /\S/);
    });

    it(`429 of the provider with retry-after: ${name}`, async () => {
      const error = await thrown(OpenAI.RateLimitError, refused(429, call));
      assert.equal(error.headers.get('retry-after'), '20');
      assert.equal(error.code, 'rate_limit_exceeded');
    });

    it(`500 of the provider: ${name}`, async () => {
      assert.equal((await thrown(OpenAI.InternalServerError, refused(500, call))).status, 500);
    });

    it(`503 of the provider with retry-after: ${name}`, async () => {
      const error = await thrown(OpenAI.InternalServerError, refused(503, call));
      assert.equal(error.status, 503);
      assert.ok(Number(error.headers.get('retry-after')) > 0);
    });

    it(`404 of the provider: ${name}`, async () => {
      await thrown(OpenAI.NotFoundError, refused(404, call));
    });
  }

  it('404 for a model without a price', async () => {
    const openai = client(poorKey);
    for (const call of [
      () => openai.chat.completions.create({ ...hello, model: unknownModel }),
      () => openai.responses.create({ ...greeting, model: unknownModel }),
      () => openai.embeddings.create({ model: unknownModel, input: 'hello' }),
    ]) {
      const error = await thrown(OpenAI.NotFoundError, call);
      assert.equal(error.code, 'model_not_found');
    }
  });

  it('404 for an unknown route and an unknown model of the list', async () => {
    await thrown(OpenAI.NotFoundError, () => client().post('/nothing', { body: hello }));
    await thrown(OpenAI.NotFoundError, () => client().models.retrieve(unknownModel));
  });

  it('402 for an empty balance', async () => {
    const error = await thrown(OpenAI.APIError, () => client(poorKey).chat.completions.create({ ...hello, max_tokens: 16_000 }));
    assert.equal(error.status, 402);
    assert.equal(error.code, 'insufficient_quota');
  });

  it('400 for a body that the gateway refuses', async () => {
    await thrown(OpenAI.BadRequestError, () => client().responses.create({ input: 'hello' }));
  });

  it('503 with retry-after while every account cools down', async () => {
    const openai = client(spareKey());
    await thrown(OpenAI.RateLimitError, () => calls.chat(openai, script('error;status=429')));
    const error = await thrown(OpenAI.InternalServerError, () => calls.response(openai));
    assert.equal(error.status, 503);
    assert.ok(Number(error.headers.get('retry-after')) > 0);
  });

  it("429 of the gateway's own limit with retry-after", async () => {
    const openai = client(spareKey());
    const stream = await calls['chat stream'](openai, slowStream);
    const error = await thrown(OpenAI.RateLimitError, () => calls.response(openai));
    assert.ok(Number(error.headers.get('retry-after')) > 0);
    assert.ok((await all(stream)).length > 3);
  });

  for (const name of ['chat stream', 'response stream']) {
    it(`an overload inside HTTP 200: ${name}`, async () => {
      await thrown(OpenAI.APIError, () => calls[name](client(spareKey()), script('overloaded-200')));
    });
  }

  it('a chat stream that breaks off throws', async () => {
    const stream = await calls['chat stream'](client(spareKey()), script('reset-after;bytes=1100'));
    const error = await thrown(OpenAI.APIError, () => all(stream));
    assert.equal(error.code, 'upstream_broken_mid_stream');
  });

  // this client hands the error on as an event of its type; only its accumulating stream throws
  it('a stream of a response that breaks off ends with the error event', async () => {
    const broken = script('reset-after;bytes=3000');
    const events = await all(await calls['response stream'](client(spareKey()), broken));
    assert.deepEqual([events.at(-1).type, events.at(-1).code], ['error', 'upstream_broken_mid_stream']);
    assert.ok(events.some((event) => event.type === 'response.output_text.delta'));
    const stream = client(spareKey()).responses.stream(greeting, { headers: broken });
    await assert.rejects(stream.finalResponse(), (error) => error.code === 'upstream_broken_mid_stream');
  });
});

describe('cancellation', () => {
  const isAbort = (error) => error instanceof OpenAI.APIUserAbortError;

  it('leaves a chat stream', async () => {
    await leaveMidway(
      (signal) => client().chat.completions.create({ ...hello, stream: true }, { signal, headers: slowStream }), isAbort,
    );
  });

  it('leaves an accumulating chat stream', async () => {
    const stream = client().chat.completions.stream(hello, { headers: slowStream });
    stream.on('content', () => stream.abort());
    await thrown(OpenAI.APIUserAbortError, () => stream.finalChatCompletion());
  });

  it('leaves a stream of a response', async () => {
    await leaveMidway(
      (signal) => client().responses.create({ ...greeting, stream: true }, { signal, headers: slowStream }), isAbort,
    );
  });

  for (const name of ['chat', 'response']) {
    it(`leaves before the answer begins: ${name}`, async () => {
      const signal = AbortSignal.timeout(300);
      const late = name === 'chat'
        ? () => client().chat.completions.create(hello, { signal, headers: lateAnswer })
        : () => client().responses.create(greeting, { signal, headers: lateAnswer });
      await thrown(OpenAI.APIUserAbortError, late);
    });
  }
});
