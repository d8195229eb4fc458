// Reads every share-th hostile file by path; prints one line of JSON for each. Run in a process of its own, to measure it.
import { readFileSync, writeFileSync } from 'node:fs';
import { isZbioError } from '../../../src/check/isZbioError.js';
import { readH5ad } from '../../../src/io/h5ad/readH5ad.js';
import { hostileFiles } from './hostileFiles.js';

/** What became of a file. */
export interface Outcome {
  name: string;
  /** What was read or skipped, or the error. */
  said: string;
  /** Whether it ended in an error that isn't one of zbio's. */
  raw: boolean;
  /** Processor time of all threads, in milliseconds: the machine may be busy. */
  time: number;
  /** The most memory of the whole process, in MB. */
  memory: number;
}

const [folder, share, shares] = process.argv.slice(2);

function peak(): number {
  const found = readFileSync('/proc/self/status', 'utf8').match(/VmHWM:\s*(\d+)/);
  return Number(found![1]) / 1000;
}

async function read(path: string): Promise<Pick<Outcome, 'said' | 'raw'>> {
  try {
    const { x, obs, obsm, layers, uns, skipped } = await readH5ad(path);
    const parts = [obs, obsm, layers, uns].map((part) => Object.keys(part).join(' '));
    return {
      said: `read [${x.shape}]: ${parts.join('; ')}; skipped ${skipped?.join(' ') ?? 'nothing'}`,
      raw: false,
    };
  } catch (error) {
    return { said: String((error as Error).message).replaceAll(path, 'PATH'), raw: !isZbioError(error) };
  }
}

const mine = hostileFiles().filter((_, i) => i % Number(shares) === Number(share));
const path = `${folder}/${share}.h5ad`;
for (const { name, bytes } of mine) {
  writeFileSync(path, bytes);
  writeFileSync('/proc/self/clear_refs', '5');
  const before = process.cpuUsage();
  const { said, raw } = await read(path);
  const { user, system } = process.cpuUsage(before);
  const outcome: Outcome = { name, said, raw, time: (user + system) / 1000, memory: peak() };
  console.log(JSON.stringify(outcome));
}
