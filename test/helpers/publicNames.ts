import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = fileURLToPath(new URL('../../src', import.meta.url));

/** A name that the package exports. */
export interface PublicName {
  name: string;
  /** True if it exists for TypeScript only. */
  isType: boolean;
}

/** The names of the subpaths, `losses` for `zbio/losses`: one per file of `src/entries/`. */
export const subpaths: readonly string[] = readdirSync(`${src}/entries`).map((file) => basename(file, '.ts'));

/** The path below `src/` of the entry behind an import, without `.ts`. */
export const entryOf = (specifier: string): string =>
  specifier.replace('zbio/', 'entries/').replace('zbio', 'index');

function namesIn([, typeOnly, list]: RegExpMatchArray): PublicName[] {
  const items = list!.split(',').map((item) => item.trim());
  return items
    .filter(Boolean)
    .map((item) => ({ name: item.replace(/^type /, ''), isType: !!typeOnly || item.startsWith('type ') }));
}

/** What `zbio` or `zbio/<subpath>` exports, types included, in alphabetical order. Throws on anything but named re-exports. */
export function publicNames(specifier: string): PublicName[] {
  const text = readFileSync(`${src}/${entryOf(specifier)}.ts`, 'utf8');
  const named = [...text.matchAll(/^export (type )?\{([^}]*)\} from '[^']+';\n/gm)];
  const exportLines = text.match(/^export .*/gm) ?? [];
  if (named.length !== exportLines.length)
    throw new Error(`${specifier} has exports that are no named re-exports`);
  return named.flatMap(namesIn).sort((a, b) => (a.name < b.name ? -1 : 1));
}
