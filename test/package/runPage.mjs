// Runs what a bundler made of page.js as a web worker would: with Node's globals, but without the modules of Node.
const [entry] = process.argv.slice(2);
globalThis.WorkerGlobalScope = class WorkerGlobalScope {};
globalThis.self = globalThis;
await import(entry);
const { zbio } = globalThis;

await zbio.train.useBackend('cpu');
const cells = { data: Float32Array.from({ length: 60 * 12 }, (_, i) => Math.sin(i * i)), shape: [60, 12] };
const batch = Array.from({ length: 60 }, (_, i) => i % 2);
const onWarning = (message) => {
  throw new Error(message);
};
const losses = [];
for (const compile of [false, true]) {
  const model = new zbio.DisentangledAE({ seed: 1 });
  await model.fit(cells, batch, { epochs: 1, compile, onWarning });
  losses.push(model.history[0].total);
  model.dispose();
}
const [plain, compiled] = losses;
if (!(Math.abs(plain / compiled - 1) < 1e-4)) throw new Error(`loss ${plain}, compiled ${compiled}`);
console.log(`loss ${plain}, compiled ${compiled}`);
