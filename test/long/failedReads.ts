// Reads hostile files of every kind again and again: handles and memory of the process stay as they were
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isZbioError } from '../../src/check/isZbioError.js';
import { readH5ad } from '../../src/io/h5ad/readH5ad.js';
import { hostileFiles } from '../io/h5ad/hostileFiles.js';
import { attempts } from './tools/attempts.js';
import { collectGarbage } from './tools/collectGarbage.js';
import { conclude } from './tools/conclude.js';
import { longOptions } from './tools/longOptions.js';

const options = longOptions({ inputs: 1000 });
/** Growth of the process that garbage not collected yet, and the memory of the thread, may explain. */
const mostGrowth = 40e6;
/** Reads after which everything that is made once has been made. */
const warmUp = 0.2;

const folder = mkdtempSync(join(tmpdir(), 'zbio-'));
const path = join(folder, 'file.h5ad');
const files = hostileFiles();
const handles = (): number => readdirSync('/proc/self/fd').length;
const faults: string[] = [];
const samples: number[] = [];
let failed = 0;
let open = 0;
for (const i of attempts(options)) {
  const { name, bytes } = files[(options.seed + i) % files.length]!;
  writeFileSync(path, bytes);
  try {
    await readH5ad(i % 2 ? path : bytes);
  } catch (error) {
    failed += 1;
    if (!isZbioError(error)) faults.push(`${name}: ${error}`);
  }
  collectGarbage();
  samples.push(process.memoryUsage.rss());
  if (i === Math.floor(warmUp * options.inputs)) open = handles();
}
const [before, after] = [samples[Math.floor(warmUp * samples.length)]!, samples.at(-1)!];
if (after - before > mostGrowth) faults.push(`grew by ${Math.round((after - before) / 1e6)} MB`);
if (open && handles() > open + 2) faults.push(`${handles() - open} handles are left`);
rmSync(folder, { recursive: true });
conclude(
  `${samples.length} reads, ${failed} of them failed: memory ${Math.round(before / 1e6)} to ${Math.round(after / 1e6)} MB`,
  faults,
);
