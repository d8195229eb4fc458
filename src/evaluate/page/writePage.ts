import { version } from '../../platform/version.js';
import { escaped } from '../../plot/picture/svgText.js';
import { cellTables } from './cellTables.js';
import { environment } from './environment.js';
import { figureSection } from './figureSection.js';
import { leakageTables } from './leakageTables.js';
import { factTable, section } from './markup.js';
import { metricsTable } from './metricsTable.js';
import { modelTables } from './modelTables.js';
import type { PageContent, PageMeasures } from './pageContent.js';
import { pageStyle } from './pageStyle.js';
import { verdictSection } from './verdictSection.js';

/** The browser refuses whatever the page would load or run. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const links = (['verdict', 'next', 'figures', 'leakage', 'metrics', 'cells', 'model', 'environment'] as const)
  .map((id) => `<a href="#${id}">${id}</a>`)
  .join('');

function head(title: string): string {
  return [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta name="generator" content="zbio ${version}">`,
    `<title>${escaped(title)}</title>`,
    `<style>${pageStyle}</style>`,
  ].join('\n');
}

function header(title: string, { model, batch, given }: PageContent, date: Date): string {
  const what = [
    ...(model ? [model.kind] : []),
    `${given.toLocaleString('en-US')} cells`,
    `${batch.categories.length} batches`,
    date.toISOString().slice(0, 16).replace('T', ' ').concat(' UTC'),
  ];
  return `<header><h1>${escaped(title)}</h1><p>${escaped(what.join(' · '))}</p><nav>${links}</nav></header>`;
}

/** The page of a report: one HTML file that loads nothing. */
export async function writePage(
  content: PageContent,
  measures: PageMeasures,
  { title, date = new Date() }: { title: string; date?: Date },
): Promise<string> {
  const made = factTable('', [
    ['date', date.toISOString()],
    ['seed of the report', String(content.seed)],
    ...environment(),
  ]);
  const body = [
    header(title, content, date),
    '<main>',
    verdictSection(content, measures),
    await figureSection(content, measures),
    leakageTables(content),
    metricsTable(content, measures),
    cellTables(content),
    modelTables(content),
    section('environment', 'Seed, versions and environment', made),
    '</main>',
  ];
  return `<!doctype html>\n<html lang="en">\n<head>\n${head(title)}\n</head>\n<body>\n${body.join('\n')}\n</body>\n</html>\n`;
}
