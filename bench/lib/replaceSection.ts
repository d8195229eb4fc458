import { readFile, writeFile } from 'node:fs/promises';

/** Replaces the text between `<!-- name -->` and `<!-- end of name -->` in a file. */
export async function replaceSection(file: string, name: string, lines: readonly string[]): Promise<void> {
  const [from, to] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const page = await readFile(file, 'utf8');
  const [start, end] = [page.indexOf(from), page.indexOf(to)];
  if (start < 0 || end < start) throw new Error(`${file}: expected the lines ${from} and ${to}`);
  await writeFile(file, `${page.slice(0, start + from.length)}\n\n${lines.join('\n')}\n\n${page.slice(end)}`);
}
