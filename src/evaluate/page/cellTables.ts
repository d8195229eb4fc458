import { groupSizes } from '../../matrix/checkGroups.js';
import type { Labels } from '../../matrix/labels.js';
import { paragraph, section, table } from './markup.js';
import type { PageContent } from './pageContent.js';

/** A longer list is for a program, not for a page. */
const mostRows = 60;

/** Categories with their numbers of cells, the largest first. */
function sizesTable(name: string, labels: Labels): string {
  const sizes = groupSizes(labels);
  const order = labels.categories.map((_, code) => code).sort((a, b) => sizes[b]! - sizes[a]!);
  const rows = order
    .slice(0, mostRows)
    .map((code) => [labels.categories[code]!, sizes[code]!.toLocaleString('en-US')]);
  const rest = order.length - rows.length;
  const caption = `${order.length} ${name}${rest > 0 ? `, of which the ${mostRows} largest` : ''}`;
  return table({ caption, head: [], rows });
}

/** The cells that were examined. */
export function cellTables({ batch, labels, given, leakage }: PageContent): string {
  const count = (cells: number): string => `${cells.toLocaleString('en-US')} cells`;
  const examined = batch.codes.length;
  const sample = examined < given ? `, a random sample of ${count(given)}` : '';
  const probed =
    leakage.cells < examined
      ? ` The probes have examined ${leakage.cells.toLocaleString('en-US')} of them.`
      : '';
  return section(
    'cells',
    'Cells',
    paragraph(`This report is on ${count(examined)}${sample}.${probed}`),
    `<div class="columns">${sizesTable('batches', batch)}${labels ? sizesTable('cell types', labels) : ''}</div>`,
  );
}
