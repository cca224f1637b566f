// A Llama forward pass that shares nothing with the service: plain JavaScript, double precision,
// one token and one head at a time, no cache, no library. Written from the papers and from the
// description of the file format.
//
//   node llama.mjs MODEL_FOLDER TOKEN,TOKEN,...   prints the logits of every position as JSON
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, list] = process.argv.slice(2);
const tokens = list.split(",").map(Number);
const config = JSON.parse(readFileSync(join(folder, "config.json"), "utf8"));

const file = readFileSync(join(folder, "model.safetensors"));
const headerBytes = Number(file.readBigUInt64LE(0));
const header = JSON.parse(file.subarray(8, 8 + headerBytes).toString("utf8"));

function half(bits) {
  const sign = bits >> 15 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
const single = new DataView(new ArrayBuffer(4));
const readers = {
  F32: [4, (at) => file.readFloatLE(at)],
  F16: [2, (at) => half(file.readUInt16LE(at))],
  BF16: [2, (at) => (single.setUint16(0, file.readUInt16LE(at)), single.getFloat32(0))],
};
function weight(name) {
  const entry = header[name];
  if (!entry) return null;
  const [width, read] = readers[entry.dtype];
  const start = 8 + headerBytes + entry.data_offsets[0];
  const values = new Float64Array((entry.data_offsets[1] - entry.data_offsets[0]) / width);
  for (let i = 0; i < values.length; i++) values[i] = read(start + i * width);
  return values;
}

const E = config.hidden_size, H = config.num_attention_heads;
const KV = config.num_key_value_heads ?? H, D = config.head_dim ?? E / H;

/** y = M x + b, M with as many rows as the result is long. */
function times(M, x, b) {
  const y = new Float64Array(M.length / x.length);
  for (let r = 0; r < y.length; r++) {
    let sum = b ? b[r] : 0;
    for (let c = 0; c < x.length; c++) sum += M[r * x.length + c] * x[c];
    y[r] = sum;
  }
  return y;
}
function norm(x, w) {
  let squares = 0;
  for (const v of x) squares += v * v;
  const scale = 1 / Math.sqrt(squares / x.length + (config.rms_norm_eps ?? 1e-6));
  return x.map((v, i) => v * scale * w[i]);
}

const rope = config.rope_parameters ?? config.rope_scaling ?? {};
const base = config.rope_theta ?? rope.rope_theta ?? 10000;
const kind = rope.rope_type ?? rope.type ?? "default";
const trained = rope.original_max_position_embeddings ?? config.max_position_embeddings;
function speed(pair) {
  const plain = 1 / base ** ((2 * pair) / D);
  if (kind === "linear") return plain / rope.factor;
  if (kind === "llama3") {
    const turns = (trained * plain) / (2 * Math.PI);
    if (turns < rope.low_freq_factor) return plain / rope.factor;
    if (turns > rope.high_freq_factor) return plain;
    const keep =
      (turns - rope.low_freq_factor) / (rope.high_freq_factor - rope.low_freq_factor);
    return plain * (keep + (1 - keep) / rope.factor);
  }
  if (kind === "yarn") {
    const where = (n) => (D * Math.log(trained / (n * 2 * Math.PI))) / (2 * Math.log(base));
    const from = Math.max(Math.floor(where(rope.beta_fast ?? 32)), 0);
    const to = Math.min(Math.ceil(where(rope.beta_slow ?? 1)), D - 1);
    const blend = Math.min(1, Math.max(0, (pair - from) / Math.max(to - from, 0.001)));
    return plain * (1 - blend + blend / rope.factor);
  }
  return plain;
}
const loudness = kind === "yarn" ? rope.attention_factor ?? 0.1 * Math.log(rope.factor) + 1 : 1;
function turn(vector, position) {
  const result = new Float64Array(D);
  for (let i = 0; i < D / 2; i++) {
    const a = position * speed(i), c = Math.cos(a) * loudness, s = Math.sin(a) * loudness;
    result[i] = vector[i] * c - vector[i + D / 2] * s;
    result[i + D / 2] = vector[i + D / 2] * c + vector[i] * s;
  }
  return result;
}

const embedding = weight("model.embed_tokens.weight");
let stream = tokens.map((t) => embedding.slice(t * E, (t + 1) * E));
for (let layer = 0; layer < config.num_hidden_layers; layer++) {
  const w = (name) => weight(`model.layers.${layer}.${name}`);
  const [Q, K, V, O] = ["q", "k", "v", "o"].map((n) => w(`self_attn.${n}_proj.weight`));
  const [bq, bk, bv, bo] = ["q", "k", "v", "o"].map((n) => w(`self_attn.${n}_proj.bias`));
  const [gate, up, down] = ["gate", "up", "down"].map((n) => w(`mlp.${n}_proj.weight`));
  const before = w("input_layernorm.weight"), after = w("post_attention_layernorm.weight");
  const inputs = stream.map((x) => norm(x, before));
  const head = (vector, h) => vector.slice(h * D, (h + 1) * D);
  const keys = inputs.map((x, p) => {
    const all = times(K, x, bk);
    return Array.from({ length: KV }, (_, h) => turn(head(all, h), p));
  });
  const values = inputs.map((x) => times(V, x, bv));
  stream = stream.map((x, p) => {
    const queries = times(Q, inputs[p], bq), mixed = new Float64Array(H * D);
    for (let h = 0; h < H; h++) {
      const q = turn(head(queries, h), p), kv = Math.floor((h * KV) / H);
      const scores = [];
      for (let t = 0; t <= p; t++) {
        let dot = 0;
        for (let i = 0; i < D; i++) dot += q[i] * keys[t][kv][i];
        scores.push(dot / Math.sqrt(D));
      }
      const top = Math.max(...scores), powers = scores.map((s) => Math.exp(s - top));
      const total = powers.reduce((a, b) => a + b);
      powers.forEach((power, t) => {
        for (let i = 0; i < D; i++) mixed[h * D + i] += (power / total) * values[t][kv * D + i];
      });
    }
    const attended = times(O, mixed, bo).map((v, i) => v + x[i]);
    const y = norm(attended, after), g = times(gate, y), u = times(up, y);
    const inner = g.map((v, i) => (v / (1 + Math.exp(-v))) * u[i]);
    return times(down, inner).map((v, i) => v + attended[i]);
  });
}
const output = config.tie_word_embeddings ? embedding : weight("lm_head.weight");
const last = weight("model.norm.weight");
process.stdout.write(JSON.stringify(stream.map((x) => Array.from(times(output, norm(x, last))))));
