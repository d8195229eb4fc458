// Integrates every labelled set of a folder and three simulated sets by zbio, raw PCA, Harmony and scVI; scores by scib-metrics.
// Results are kept in .cache/integration: an interrupted run continues, and --again computes the chosen ones again.
// Run: npm run bench:integration -- --data FOLDER [--seeds 3] [--methods zbio,pca,harmony,scvi | ablation] [--sets a,b] [--again]
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ablationTable } from './integration/ablationTable.js';
import { listDataSets } from './integration/dataSets.js';
import { embed, others } from './integration/embed.js';
import { files, makeFolderOf, type Run } from './integration/files.js';
import { python } from './integration/python.js';
import { readResults } from './integration/results.js';
import { scoreSet } from './integration/score.js';
import { compared, halvesTable, toldTable, totalsTable } from './integration/tables.js';
import { ablation, variants } from './integration/variants.js';
import { agreement, verdict } from './integration/verdict.js';
import { exists } from './lib/exists.js';
import { replaceSection } from './lib/replaceSection.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    seeds: { type: 'string', default: '3' },
    methods: { type: 'string', default: compared.join(',') },
    sets: { type: 'string' },
    page: { type: 'string', default: 'docs/results.md' },
    again: { type: 'boolean', default: false },
  },
});
if (!values.data) throw new Error('Name the folder of h5ad files: --data FOLDER');

/** Picks the named entries of a list. Throws an error that shows the list on an unknown name. */
function chosen(option: string, given: string, known: readonly string[]): string[] {
  const names = given.split(',');
  const wrong = names.find((name) => !known.includes(name));
  if (wrong !== undefined) throw new Error(`--${option}: no '${wrong}'; there are ${known.join(', ')}`);
  return names;
}

function runsOf(set: string, methods: readonly string[], seeds: number): Run[] {
  return methods.flatMap((method) =>
    Array.from({ length: others[method]?.seeds ?? seeds }, (_, i) => ({ set, method, seed: i + 1 })),
  );
}

async function forget(runs: readonly Run[]): Promise<void> {
  for (const run of runs) {
    for (const path of [`${files.embedding(run)}.json`, files.scores(run), files.ourScores(run)]) {
      await rm(path, { force: true });
    }
  }
}

const known = [...Object.keys(others), ...Object.keys(variants)];
const asked = values.methods === 'ablation' ? ['zbio', ...Object.keys(ablation)] : values.methods.split(',');
const methods = chosen('methods', asked.join(','), known);
await makeFolderOf(`${files.simulated}/any`);
const all = await listDataSets(values.data, files.simulated);
const names = chosen(
  'sets',
  values.sets ?? all.map(({ id }) => id).join(','),
  all.map(({ id }) => id),
);
const sets = all.filter(({ id }) => names.includes(id));
const runs = sets.flatMap(({ id }) => runsOf(id, methods, Number(values.seeds)));

if (values.again) await forget(runs);
for (const { id, path, batchColumn } of sets) {
  const prepared = files.prepared(id);
  await makeFolderOf(prepared);
  if (!(await exists(prepared))) await python('prepare.py', path, batchColumn, prepared);
}
for (const run of runs) await embed(run);
for (const { id } of sets)
  await scoreSet(
    id,
    runs.filter(({ set }) => set === id),
  );

const results = await readResults(sets, runs);

async function publish(name: string, text: string, whole: boolean): Promise<void> {
  console.log(`\n${text}`);
  if (whole) await replaceSection(values.page, name, [text]);
}

if (compared.every((method) => methods.includes(method))) {
  const whole = sets.length === all.length;
  const lines = [verdict(results), agreement(results)].join('\n');
  await publish('integration table', `${totalsTable(results)}\n\n${lines}`, whole);
  await publish('halves table', halvesTable(results), whole);
  await publish('latents table', toldTable(results), whole);
}
const parts = methods.filter((method) => method in ablation);
if (parts.length > 0) {
  const shown = methods.filter((method) => method in variants);
  const where = `Means over ${sets.length} sets (${sets.map(({ title }) => title).join('; ')}), ${values.seeds} seed(s).`;
  await publish('ablation table', `${where}\n\n${ablationTable(results, shown)}`, true);
}
