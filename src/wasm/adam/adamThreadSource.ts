/**
 * What the thread of `adamThread.ts` runs, as text: it is the same from sources, from `dist` and in a bundle. Its arrays lie
 * in a memory of their own, behind a room for pieces of gradients, which the kernel can't reach elsewhere.
 */
export const adamThreadSource = `
const { parentPort, workerData } = require('node:worker_threads');
const piece = 16384;
const bytesOf = (length) => Math.ceil(length / 16) * 64;
const bytes = workerData.lengths.reduce((sum, length) => sum + bytesOf(length), 4 * piece);
const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65536) });
const { adam } = new WebAssembly.Instance(workerData.kernels, { env: { memory } }).exports;
let used = 0;
const take = (length) => {
  const view = new Float32Array(memory.buffer, used, length);
  used += bytesOf(length);
  return view;
};
const room = take(piece);
const arrays = workerData.lengths.map(take);

function step({ w, m, v, gradient, values, constants }) {
  const { beta1, rest1, beta2, rest2, rate, epsilon } = constants;
  for (let from = 0; from < values.length; from += piece) {
    const to = Math.min(from + piece, values.length);
    const [atW, atM, atV] = [w, m, v].map((i) => arrays[i].byteOffset + 4 * from);
    room.set(gradient.subarray(from, to));
    adam(to - from, atW, room.byteOffset, atM, atV, beta1, rest1, beta2, rest2, rate, epsilon);
    values.set(arrays[w].subarray(from, to), from);
  }
}

const answers = {
  write: ({ written }) => {
    for (const [i, values] of written) arrays[i].set(values);
  },
  read: ({ wanted }) => parentPort.postMessage(wanted.map((i) => arrays[i].slice())),
  step: ({ jobs }) => {
    jobs.forEach(step);
    const back = jobs.map(({ gradient, values }) => ({ gradient, values }));
    const moved = back.flatMap(({ gradient, values }) => [gradient.buffer, values.buffer]);
    parentPort.postMessage(back, moved);
  },
};
parentPort.on('message', (message) => answers[message.do](message));
`;
