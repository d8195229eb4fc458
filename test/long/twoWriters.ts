// Several threads, processes and containers with the same process number save to one path at once: one whole file is left
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTsThread } from '../process/inTsThread.js';
import { attempts } from './tools/attempts.js';
import { conclude } from './tools/conclude.js';
import { longOptions } from './tools/longOptions.js';
import { runScript } from './tools/runScript.js';
import { saves } from './writers/saves.js';

/** A container: a name space of process numbers, in which the writer gets the same number as in the other one. */
const container = ['unshare', '-r', '-p', '-f', '--mount-proc'];
const hasContainers = spawnSync(container[0]!, [...container.slice(1), 'true']).status === 0;
const where = ['thread', 'process', ...(hasContainers ? ['container'] : [])] as const;

async function write(place: string, ...args: string[]): Promise<string> {
  if (place === 'thread') {
    return (await inTsThread(new URL('writers/writer.ts', import.meta.url), args)) as string;
  }
  const { output } = await runScript('writers/writer.ts', {
    args,
    within: place === 'container' ? container : [],
  });
  return output.trim();
}

/** What is wrong with what two writers left; undefined if nothing is. */
async function wrong(kind: keyof typeof saves, folder: string, said: string[]): Promise<string | undefined> {
  const failed = said.filter((line) => !line.startsWith('saved'));
  if (failed.length) return `a writer failed: ${failed[0]}`;
  const names = await readdir(folder);
  if (names.length !== 1) return `the folder holds ${names}`;
  const marks = said.map((line) => line.split(' ')[1]!);
  const mark = await saves[kind].markOf(await readFile(join(folder, 'file')));
  return marks.includes(String(mark)) ? undefined : `the file is none of the two: ${mark}`;
}

const options = longOptions({ inputs: 200 });
const faults: string[] = [];
const pids = new Set<string>();
let done = 0;
for (const i of attempts(options)) {
  const kind = (Object.keys(saves) as (keyof typeof saves)[])[i % 2]!;
  const places = [where[i % where.length]!, where[(options.seed + (i >> 1)) % where.length]!];
  const folder = await mkdtemp(join(tmpdir(), 'zbio-long-'));
  const path = join(folder, 'file');
  const said = await Promise.all(places.map((place, j) => write(place, kind, path, String(j + 1), '5')));
  const problem = await wrong(kind, folder, said);
  if (problem) faults.push(`${kind} from ${places.join(' and ')}, round ${i}: ${problem}`);
  if (places.every((place) => place === 'container'))
    pids.add(said.map((line) => line.split(' ')[2]).join('='));
  await rm(folder, { recursive: true });
  done++;
}
const same = hasContainers ? `; process numbers in two containers: ${[...pids].join(', ')}` : '';
conclude(`${done} pairs of writers (${where.join(', ')}), five saves each${same}`, faults);
