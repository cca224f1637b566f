// What a user of OpenAI's own client library does: complete, stream, list, and fail.
//
//   node client.mjs http://127.0.0.1:PORT/v1
import assert from "node:assert/strict";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.argv[2], apiKey: "any", maxRetries: 0 });
const messages = [{ role: "user", content: "Tell me a story about Lily." }];
const ask = { model: "demo", messages, temperature: 0 };

const whole = await client.chat.completions.create(ask);
assert.equal(whole.choices[0].finish_reason, "stop");
assert.match(whole.choices[0].message.content, / named [A-Z]/);

let text = "", usage, chunks = 0;
const stream = await client.chat.completions.create({
  ...ask, stream: true, stream_options: { include_usage: true },
});
for await (const chunk of stream) {
  chunks++;
  text += chunk.choices[0]?.delta?.content ?? "";
  usage = chunk.usage ?? usage;
}
assert.equal(text, whole.choices[0].message.content);
assert.deepEqual(usage, whole.usage);
assert.ok(chunks > 10);

const runner = client.chat.completions.stream(ask);
assert.equal(await runner.finalContent(), text);

const plain = await client.completions.create({
  model: "demo", prompt: "Once upon a time", max_tokens: 8, temperature: 0,
});
assert.equal(plain.usage.completion_tokens, 8);
let pieces = "";
for await (const piece of await client.completions.create({
  model: "demo", prompt: "Once upon a time", max_tokens: 8, temperature: 0, stream: true,
})) pieces += piece.choices[0].text;
assert.equal(pieces, plain.choices[0].text);

const models = [];
for await (const model of client.models.list()) models.push(model.id);
assert.deepEqual(models, ["demo"]);

await assert.rejects(client.chat.completions.create({ ...ask, model: "gpt" }), (e) => {
  assert.ok(e instanceof OpenAI.NotFoundError);
  assert.equal(e.code, "model_not_found");
  return true;
});
await assert.rejects(client.chat.completions.create({ ...ask, n: 2 }), OpenAI.BadRequestError);

const aborted = await client.chat.completions.create({
  ...ask, stream: true, ignore_eos: true, max_tokens: 400,
});
for await (const chunk of aborted) {
  if (chunk.choices[0].delta.content) break;
}
console.log(`completed, streamed ${chunks} chunks, aborted one`);
