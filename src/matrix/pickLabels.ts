import { encodeLabels, type Labels } from './labels.js';

/** The labels of some cells, with the categories that occur among them. */
export function pickLabels({ codes, categories }: Labels, rows: Int32Array): Labels {
  const names = Array.from(rows, (row) => categories[codes[row]!]!);
  return encodeLabels('labels', names);
}
