import type { Matrix } from '../matrix/matrix.js';

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Embeddings as CSV (RFC 4180): one line per cell, with its name and the columns X_bio_1, X_bio_2, …. */
export function latentsCsv(
  cells: readonly string[],
  obsm: Readonly<Record<string, Matrix>>,
  names: readonly string[],
): string {
  const header = names.flatMap((name) =>
    Array.from({ length: obsm[name]!.shape[1] }, (_, i) => quoted(`${name}_${i + 1}`)),
  );
  const values = (cell: number) =>
    names.flatMap((name) => {
      const { data, shape } = obsm[name]!;
      return Array.from(data.subarray(cell * shape[1], (cell + 1) * shape[1]), String);
    });
  const lines = cells.map((name, cell) => [quoted(name), ...values(cell)].join(','));
  return `${[['cell', ...header].join(','), ...lines].join('\n')}\n`;
}
