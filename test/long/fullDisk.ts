// Fills the disk: an error at every change of the folder, a limit on the size of files, a small tmpfs where one may be mounted
import { type Attempt, attemptWrite, type Left } from './faults/attemptWrite.js';
import { sampled } from './faults/sampled.js';
import { limited, tmpfs } from './faults/smallDisks.js';
import { wasRenamed } from './faults/wasRenamed.js';
import { writers } from './faults/writers.js';
import { attempts } from './tools/attempts.js';
import { conclude } from './tools/conclude.js';
import { longOptions } from './tools/longOptions.js';

/** What is wrong with what a failed write left; undefined if nothing is. */
function wrong({ signal, output, changes, version, untouched, orphans }: Left): string | undefined {
  if (signal) return `ended by ${signal}`;
  if (orphans.length) return `a temporary file is left: ${orphans}`;
  if (/^written$/m.test(output)) return version === 'new' ? undefined : `written, but ${version}`;
  const [error] = /^(ZBIO_|RAW).*/m.exec(output) ?? [];
  if (!error?.startsWith('ZBIO_BAD_PATH')) return `no clear error: ${error ?? output}`;
  if (!/ENOSPC|EIO|EFBIG|no space|too large/i.test(error))
    return `the error doesn't give the reason: ${error}`;
  if (untouched || (version === 'new' && wasRenamed(changes))) return undefined;
  return 'the old file changed';
}

/** A write on a disk that is full at some point. */
interface FullDisk {
  kind: string;
  old: Uint8Array;
  name: string;
  attempt: Attempt;
}

async function disksOf(kind: string): Promise<FullDisk[]> {
  const old = await writers[kind]!.old();
  const { changes } = await attemptWrite(kind, old, {});
  const faults = changes.flatMap((line, i) =>
    (['ENOSPC', 'EIO'] as const).map((action) => [`${action} at ${line}`, { at: i + 1, action }] as const),
  );
  const all = { ...Object.fromEntries(faults), ...limited(old.length), ...tmpfs(old.length) };
  return Object.entries(all).map(([name, attempt]) => ({ kind, old, name, attempt }));
}

const { inputs, seed, seconds } = longOptions({ inputs: 100_000 });
const disks: FullDisk[] = [];
for (const kind of Object.keys(writers)) disks.push(...(await disksOf(kind)));
const chosen = sampled(disks, { seed, most: inputs });
const faults: string[] = [];
const seen = new Map<string, number>();
let writes = 0;
for (const i of attempts({ inputs: chosen.length, seconds })) {
  const { kind, old, name, attempt } = chosen[i]!;
  const left = await attemptWrite(kind, old, attempt);
  const problem = wrong(left);
  const key = `${name.split(' ')[0]}: ${left.version === 'new' ? 'written all the same' : 'clear error, old file whole'}`;
  seen.set(key, (seen.get(key) ?? 0) + 1);
  writes++;
  if (problem) faults.push(`${kind}, ${name}: ${problem}`);
}
for (const [key, count] of [...seen].sort()) console.log(`${key} (${count})`);
conclude(`${writes} of ${disks.length} writes on full disks, of ${Object.keys(writers).join('; ')}`, faults);
