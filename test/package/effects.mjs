import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';

const snapshot = () => ({
  globals: Object.getOwnPropertyNames(globalThis).sort(),
  listeners: process.eventNames().map(String).sort(),
  backend: tf.getBackend() ?? null,
  backends: tf.engine().backendNames(),
  'wasm kernels': tf.getKernelsForBackend('wasm').length,
  tensors: tf.engine().state.numTensors,
  flags: tf.env().flags,
  layers: Object.keys(tf.serialization.SerializationMap.getMap().classNameMap).length,
});

const printed = [];
for (const kind of ['log', 'info', 'warn', 'error'])
  console[kind] = (...words) => printed.push(words.join(' '));
const before = structuredClone(snapshot());
const { exports } = JSON.parse(readFileSync(new URL('node_modules/zbio/package.json', import.meta.url)));
const paths = Object.keys(exports).filter((path) => !path.endsWith('.json'));
for (const path of paths) await import(path.replace('.', 'zbio'));
for (const [name, value] of Object.entries(snapshot())) {
  const [earlier, later] = [before[name], value].map((item) => JSON.stringify(item));
  if (later !== earlier) throw new Error(`${name}: before ${earlier}, after ${later}`);
}
if (printed.length > 0) throw new Error(`printed ${printed}`);
process.stdout.write(`${paths.length} entries: nothing registered, printed or made\n`);
