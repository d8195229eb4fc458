import { inNode } from './inNode.js';

/** Signals that ask a process to end: Ctrl-C, `kill`, a closed terminal. */
const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Brings a task to its end; resolves when what it must keep is kept. */
type Stop = (signal: NodeJS.Signals) => Promise<unknown>;

const tasks = new Set<Stop>();
/** The signal under way, and whether the program itself listened to it when it came. */
let pending: { signal: NodeJS.Signals; heard: boolean } | undefined;

function listen(): void {
  // In front, to see listeners of the program that only listen once.
  for (const name of names) globalThis.process.prependListener(name, hear);
}

function unlisten(): void {
  for (const name of names) globalThis.process.removeListener(name, hear);
}

/** Lets the signal do what it would have done without us. */
function passOn({ signal, heard }: { signal: NodeJS.Signals; heard: boolean }): void {
  pending = undefined;
  if (tasks.size === 0 || !heard) unlisten();
  if (heard) return;
  globalThis.process.kill(globalThis.process.pid, signal);
}

function hear(signal: NodeJS.Signals): void {
  const heard = globalThis.process.listeners(signal).some((listener) => listener !== hear);
  // Whoever asks twice doesn't want to wait.
  if (pending) {
    passOn({ signal, heard });
    return;
  }
  const now = { signal, heard };
  pending = now;
  Promise.allSettled([...tasks].map((stop) => stop(signal))).then(() => {
    if (pending === now) passOn(now);
  });
}

/**
 * While a task runs, has signals that end the process stop the task first. Once all tasks have stopped, the process ends as it would
 * have ended without us; if the program listens to the signal itself, that is left to the program. Does nothing in browsers, nor in worker
 * threads, which get no signals.
 *
 * @returns Ends listening.
 */
export function onStopSignal(stop: Stop): () => void {
  if (!inNode() || !globalThis.process.getBuiltinModule('node:worker_threads').isMainThread)
    return () => undefined;
  if (tasks.size === 0) listen();
  tasks.add(stop);
  return () => {
    if (tasks.delete(stop) && tasks.size === 0 && !pending) unlisten();
  };
}
