// A process of its own for replaceFile.test.ts: saves `size` bytes of `fill` to a path, in two halves, and stops in between if asked to.
import { appendFile } from 'node:fs/promises';
import { replaceFile } from '../../src/platform/replaceFile.js';

const [path, fill, size, stop] = process.argv.slice(2) as [string, string, string, string | undefined];
const half = Buffer.alloc(Number(size) / 2, fill);

await replaceFile(path, async (temporary) => {
  await appendFile(temporary, half);
  process.stdout.write('half\n');
  if (stop) await new Promise((resolve) => setTimeout(resolve, 60_000));
  await appendFile(temporary, half);
});
