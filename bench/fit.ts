// Time and integration scores of a whole default fit compared with scVI, and time of `transform` compared with PyTorch.
// Run: npm run bench:fit [-- --only fit|transform] [--cells 8000] [--genes 2000] [--scvi-epochs N] [--transform-cells 100000]
//      [--write docs/performance.md]
import { parseArgs } from 'node:util';
import { type FitFigures, fitAgainstScvi } from './lib/fitAgainstScvi.js';
import { machine } from './lib/machine.js';
import { replaceSection } from './lib/replaceSection.js';
import { tableRow } from './lib/tableRow.js';
import { type TransformFigures, transformAgainstPyTorch } from './lib/transformAgainstPyTorch.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    cells: { type: 'string', default: '8000' },
    genes: { type: 'string', default: '2000' },
    'scvi-epochs': { type: 'string', default: '0' },
    'transform-cells': { type: 'string', default: '100000' },
    write: { type: 'string' },
  },
});
const genes = Number(values.genes);

function fitTable(figures: FitFigures[]): string[] {
  const scvi = figures.find(({ name }) => name.startsWith('scVI'))!;
  const rows = figures.map(({ name, epochs, seconds, score }) => {
    const ratio = (seconds / scvi.seconds).toFixed(3);
    const scores = [score.total!, score.bioConservation!, score.batchCorrection].map((one) => one.toFixed(3));
    return tableRow([name, epochs, seconds.toFixed(1), ratio, ...scores]);
  });
  return [
    `Whole fit of ${values.cells} simulated cells x ${genes} genes, 4 batches, 8 types.`,
    '',
    '| model | epochs | seconds | x scVI | total | bio conservation | batch correction |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ];
}

function transformTable({ seconds, difference, idle }: TransformFigures): string[] {
  const torch = seconds.get('PyTorch, 2 threads')!;
  const rows = [...seconds].map(([name, time]) =>
    tableRow([name, time.toFixed(2), (time / torch).toFixed(2)]),
  );
  return [
    `\`transform\` of ${values['transform-cells']} cells x ${genes} genes, CSR, 10 % stored; the latents' absolute sums differ by ${difference.toExponential(0)} (relative). ${idle}.`,
    '',
    '| | seconds | x PyTorch, 2 threads |',
    '| --- | ---: | ---: |',
    ...rows,
  ];
}

async function report(section: string, table: string[]): Promise<void> {
  const lines = [`${machine()}.`, '', ...table];
  console.log(`${lines.join('\n')}\n`);
  if (values.write) await replaceSection(values.write, section, lines);
}

if (values.only !== 'transform') {
  const figures = await fitAgainstScvi(Number(values.cells), genes, Number(values['scvi-epochs']));
  await report('fit table', fitTable(figures));
}
if (values.only !== 'fit') {
  const figures = await transformAgainstPyTorch(Number(values['transform-cells']), genes);
  await report('transform table', transformTable(figures));
}
