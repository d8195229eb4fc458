// The figures of docs/mapping.md: each batch of each set held out, then brought into the latent space of the others.
// Run: npm run bench:mapping -- --data FOLDER [--sets pbmc_10x_chem,…] [--seeds 1] [--write]
import { parseArgs } from 'node:util';
import { useBackend } from 'zbio';
import { replaceSection } from './lib/replaceSection.js';
import { tableRow } from './lib/tableRow.js';
import { type Held, holdOut, type Way, ways } from './mapping/holdOut.js';
import { mappingSets, readMappingSet } from './mapping/mappingSet.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    sets: { type: 'string', default: Object.keys(mappingSets).join() },
    seeds: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});
if (!values.data) throw new Error('Give --data FOLDER, with the h5ad files of the sets.');

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, value) => sum + value, 0) / numbers.length;

/** Total of a way minus that of refitting, for each batch that was held out. */
function gaps(all: readonly Held[], way: Way): number[] {
  const key = ({ set, batch, seed }: Held) => `${set}/${batch}/${seed}`;
  const refit = new Map(all.filter((one) => one.way === 'refit').map((one) => [key(one), one.total]));
  return all.filter((one) => one.way === way).map((one) => one.total - refit.get(key(one))!);
}

function tableOf(all: readonly Held[]): string[] {
  const head = ['way', 'total', 'bio', 'batch', 'against refitting', 'worst batch', 'F1'];
  const rows = ways.map((way) => {
    const own = all.filter((one) => one.way === way);
    const of = (field: 'total' | 'bio' | 'mixing' | 'f1') => mean(own.map((one) => one[field])).toFixed(3);
    const apart = gaps(all, way);
    return [
      way,
      of('total'),
      of('bio'),
      of('mixing'),
      mean(apart).toFixed(3),
      Math.min(...apart).toFixed(3),
      of('f1'),
    ];
  });
  return [tableRow(head), tableRow(head.map(() => '---')), ...rows.map(tableRow)];
}

await useBackend();
const all: Held[] = [];
for (const name of values.sets.split(',')) {
  const set = await readMappingSet(values.data, name);
  for (const seed of values.seeds.split(',').map(Number)) {
    for (const batch of [...new Set(set.batch)].sort()) {
      const scored = await holdOut(set, batch, seed);
      all.push(...scored);
      const shown = scored.map(({ way, total, f1, seconds }) =>
        [way, total.toFixed(3), f1.toFixed(3), `${seconds.toFixed(1)} s`].join(' '),
      );
      console.log(`${name}, ${batch}, seed ${seed}: ${shown.join(' | ')}`);
    }
  }
}
const lines = tableOf(all);
console.log(lines.join('\n'));
if (values.write) await replaceSection('docs/mapping.md', 'mapping', lines);
