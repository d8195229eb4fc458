// Kills a process before, halfway and after every change that a save makes to its folder: the old file, or the new one, is whole
import { attemptWrite, benchOf, type Left } from './faults/attemptWrite.js';
import type { Fault } from './faults/fault.js';
import { sampled } from './faults/sampled.js';
import { wasRenamed } from './faults/wasRenamed.js';
import { writers } from './faults/writers.js';
import { attempts } from './tools/attempts.js';
import { conclude } from './tools/conclude.js';
import { longOptions } from './tools/longOptions.js';

/** What is wrong with what a kill left; undefined if nothing is. */
function wrong({ signal, changes, version, untouched, orphans }: Left, next: Left): string | undefined {
  if (signal !== 'SIGKILL' || !changes.at(-1)!.startsWith('killed')) return `not killed: ${changes.at(-1)}`;
  if (version !== 'old' && version !== 'new') return version;
  if (version === 'old' && !untouched) return 'the old file changed';
  if (version === 'new' && !wasRenamed(changes)) return 'a new file before the rename';
  if (orphans.length > 1) return `${orphans.length} temporary files`;
  if (next.version !== 'new') return `the next save left a file that is ${next.version}`;
  return next.orphans.length ? 'the next save left a temporary file' : undefined;
}

const actions: Fault['action'][] = ['before', 'half', 'after'];

/** A place in a save where a kill may hit. */
interface Window {
  kind: string;
  old: Uint8Array;
  fault: Pick<Fault, 'at' | 'action'>;
  /** The change of the folder that is hit. */
  change: string;
}

async function windowsOf(kind: string): Promise<Window[]> {
  const old = await writers[kind]!.old();
  const { changes } = await attemptWrite(kind, old, {});
  console.log(`${kind}: ${changes.length} changes of the folder`);
  return changes.flatMap((change, i) =>
    actions.map((action) => ({ kind, old, change, fault: { at: i + 1, action } })),
  );
}

const { inputs, seed, seconds } = longOptions({ inputs: 100_000 });
const windows: Window[] = [];
for (const kind of Object.keys(writers)) windows.push(...(await windowsOf(kind)));
const chosen = sampled(windows, { seed, most: inputs });
const faults: string[] = [];
const seen = new Map<string, number>();
let kills = 0;
for (const i of attempts({ inputs: chosen.length, seconds })) {
  const { kind, old, fault, change } = chosen[i]!;
  await using bench = await benchOf(kind, old);
  const left = await bench.write(fault);
  const problem = wrong(left, await bench.write({}));
  const key = `${kind}: ${fault.action} ${change.split(' ')[1]}: ${left.version}`;
  seen.set(key, (seen.get(key) ?? 0) + 1);
  kills++;
  if (problem) faults.push(`${kind}, ${fault.action} change ${change}: ${problem}`);
}
for (const [key, count] of [...seen].sort()) console.log(`${key} (${count})`);
conclude(`${kills} kills in ${windows.length} windows of ${Object.keys(writers).join('; ')}`, faults);
