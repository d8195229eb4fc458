/**
 * What the thread of `csrThread.ts` runs, as text: it is the same from sources, from `dist` and in a bundle. It sleeps until its
 * state is `asked`. A job's sizes lie behind the state, its arrays in a shared buffer, which comes by message when it is another
 * one. B stays in the thread's own memory, where the kernel finds it; the other arrays are copied behind it.
 */
export const csrThreadSource = `
const { parentPort, receiveMessageOnPort, workerData } = require('node:worker_threads');
const { kernels, signals } = workerData;
const [ready, asked, failed] = [1, 2, 3];
const memory = new WebAssembly.Memory({ initial: 1 });
const { csrProduct } = new WebAssembly.Instance(kernels, { env: { memory } }).exports;
const wholeLines = (words) => Math.ceil(words / 16) * 16;
let shared;

function reserve(words) {
  const missing = Math.ceil((4 * words - memory.buffer.byteLength) / 65536);
  if (missing > 0) memory.grow(missing);
}

function copy(target, to, source, from, words) {
  new Int32Array(target, 4 * to, words).set(new Int32Array(source, 4 * from, words));
}

function multiply() {
  for (let news; (news = receiveMessageOnPort(parentPort)); ) shared = news.message;
  const [, rows, inner, columns, start, stored, withB] = signals;
  const scratch = wholeLines(inner * columns);
  const indptr = scratch + 16 * inner;
  const words = rows + 1 + 2 * stored;
  const out = indptr + wholeLines(words);
  reserve(out + rows * columns);
  copy(memory.buffer, indptr, shared, 0, words);
  if (withB) copy(memory.buffer, 0, shared, words, inner * columns);
  // Offsets count from the matrix' first value, not from the first that is here.
  const indices = indptr + rows + 1 - start;
  const places = [indptr, indices, indices + stored, 0, out, scratch].map((word) => 4 * word);
  csrProduct(rows, columns, inner, ...places);
  copy(shared, 0, memory.buffer, out, rows * columns);
}

function answer() {
  const began = performance.now();
  try {
    multiply();
  } catch {
    return failed;
  }
  signals[7] = 1000 * (performance.now() - began);
  return ready;
}

for (let state = ready; ; state = answer()) {
  Atomics.store(signals, 0, state);
  Atomics.notify(signals, 0);
  Atomics.wait(signals, 0, state);
}
`;
