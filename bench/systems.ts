// Compares each published system with its original on the same cells, and writes a table into docs/systems/NAME.md.
// Run: npm run bench:systems -- --systems drvi,scidrl --data FOLDER [--seeds 1,2,3] [--sources FOLDER]
// --sources: a clone of the original, if no package registry has it; the page of the system names repository and commit.
import { access, readdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { replaceSection } from './lib/replaceSection.js';

/** Options of the comparison of a system. */
interface Comparison {
  /** Folder of h5ad files. */
  data: string;
  seeds: number[];
  /** Folder of the original's code, if needed. */
  sources?: string | undefined;
}

/** A module `systems/NAME.ts`. Resolves to a table in Markdown. */
interface SystemBench {
  run(options: Comparison): Promise<string>;
}

const folder = new URL('./systems/', import.meta.url);
const known = (await readdir(folder)).filter((name) => name.endsWith('.ts')).map((name) => name.slice(0, -3));

const { values } = parseArgs({
  options: {
    systems: { type: 'string', default: known.join(',') },
    data: { type: 'string' },
    seeds: { type: 'string', default: '1,2,3' },
    sources: { type: 'string' },
  },
});
const { data, sources } = values;
if (!data) throw new Error('Name the folder of h5ad files: --data FOLDER');
const seeds = values.seeds.split(',').map(Number);
const names = values.systems.split(',');
const wrong = names.find((name) => !known.includes(name));
if (wrong !== undefined) throw new Error(`--systems: no '${wrong}'; there are ${known.join(', ')}`);
for (const path of [data, ...(sources ? [sources] : [])]) await access(path);

for (const name of names) {
  const { run } = (await import(new URL(`${name}.ts`, folder).href)) as SystemBench;
  const table = await run({ data, seeds, sources });
  console.log(`\n## ${name}\n\n${table}`);
  await replaceSection(`docs/systems/${name}.md`, 'comparison table', [table]);
}
