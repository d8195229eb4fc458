import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Runs a TypeScript file in a thread of its own, and returns its first message. */
export async function inTsThread(file: URL, workerData: unknown): Promise<unknown> {
  const href = JSON.stringify(file.href);
  const source = `import('tsx/esm/api').then(({ register }) => (register(), import(${href})))`;
  const worker = new Worker(source, { eval: true, execArgv: [], workerData });
  const [message] = (await once(worker, 'message')) as [unknown];
  await once(worker, 'exit');
  return message;
}
