// A process or thread of its own: saves to a path some times, and says so.
import { parentPort, workerData } from 'node:worker_threads';
import { saves } from './saves.js';

const args: string[] = parentPort ? workerData : process.argv.slice(2);
const [kind, path, mark, times] = args as [keyof typeof saves, string, string, string];
const tell = (line: string): void => (parentPort ? parentPort.postMessage(line) : console.log(line));
try {
  const save = await saves[kind].prepare(Number(mark));
  for (let i = 0; i < Number(times); i++) await save(path);
  tell(`saved ${mark} ${process.pid}`);
} catch (error) {
  tell(`failed: ${(error as Error).stack}`);
}
