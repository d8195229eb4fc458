import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A child process that answers each line of JSON with one line of JSON. */
export interface Worker {
  request<T>(message: object): Promise<T>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(answer: string): void;
  reject(error: Error): void;
}

function talkTo(child: ChildProcess, name: string): Worker {
  const waiting: Waiting[] = [];
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      for (const { reject } of waiting.splice(0)) reject(new Error(`${name} ended with ${code}`));
      resolve();
    });
  });
  child.once('error', (error) => waiting.shift()?.reject(error));
  createInterface({ input: child.stdout! }).on('line', (line) => waiting.shift()?.resolve(line));
  return {
    request: <T>(message: object) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ resolve: (line) => resolve(JSON.parse(line) as T), reject });
        child.stdin!.write(`${JSON.stringify(message)}\n`);
      }),
    close: () => {
      child.stdin!.end();
      return ended;
    },
  };
}

/** Starts a program as a worker. */
export function startWorker(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Worker {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  return talkTo(child, `${program} ${args.join(' ')}`);
}

/** Starts a TypeScript file of this folder as a worker, in its own Node process. */
export function startNodeWorker(file: string, args: readonly string[] = []): Worker {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return startWorker(process.execPath, ['--expose-gc', '--import', 'tsx', path, ...args]);
}

/** The worker's side: answers each line of stdin, in order, until stdin ends. */
export async function serve(answer: (message: never) => object | Promise<object>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as never))}\n`);
  }
}
