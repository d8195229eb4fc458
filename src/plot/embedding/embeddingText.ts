import { listed } from '../../check/quoted.js';
import { hues } from '../picture/palette.js';
import type { GridRow } from './panelGrid.js';

const has = (rows: readonly GridRow[], name: string): boolean => rows.some((row) => row.name === name);

/** The title: a question that the picture answers. */
export function embeddingTitle(rows: readonly GridRow[]): string {
  const [batch, labels] = [has(rows, 'batch'), has(rows, 'labels')];
  if (batch && labels) return 'Map of cells: are the batches mixed, and the cell types apart?';
  if (batch) return 'Map of cells: are the batches mixed?';
  if (labels) return 'Map of cells: are the cell types apart?';
  return `Map of cells by ${listed(rows.map(({ name }) => name))}`;
}

/** How to read the picture. */
export function embeddingNote(rows: readonly GridRow[]): string {
  const many = rows.some(
    ({ colouring }) => colouring.kind === 'categories' && colouring.entries.length > hues,
  );
  return [
    'Each dot is a cell; neighbours are alike; distances between groups mean little.',
    ...(has(rows, 'batch') ? ['Colours of batch should mix.'] : []),
    ...(has(rows, 'labels') ? ['Colours of cell type should form groups.'] : []),
    ...(many ? [`Beyond ${hues} categories, hues return in other shades.`] : []),
  ].join(' ');
}
