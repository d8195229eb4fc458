import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = fileURLToPath(new URL('../../src', import.meta.url));

/** Files and what each imports. Paths are relative to `src/`. */
export type Imports = ReadonlyMap<string, readonly string[]>;

const atOnce = /from\s*'(\.[^']+)'/g;
const atOnceOrLater = /(?:from|import\()\s*'(\.[^']+)'/g;

function importsOf(name: string, pattern: RegExp): string[] {
  const text = readFileSync(join(src, name), 'utf8');
  const found = text.matchAll(pattern);
  return [...found].map(([, path]) => {
    return relative(src, resolve(src, dirname(name), path!)).replace(/\.js$/, '.ts');
  });
}

function importsBy(pattern: RegExp): Imports {
  const names = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return new Map(names.map((name) => [name, importsOf(name, pattern)]));
}

/** Every file of the library with its imports, those of types and the dynamic ones included. */
export const sourceImports = (): Imports => importsBy(atOnceOrLater);

/** The same without dynamic imports: what is loaded with a file, and its types. */
export const staticImports = (): Imports => importsBy(atOnce);

/** The folder of a file; `.` for those directly in `src/`. */
export const folderOf = (file: string): string => dirname(file);

/** All that a file imports, directly and indirectly, itself included. */
export function closure(imports: Imports, file: string): Set<string> {
  const seen = new Set([file]);
  for (const next of seen) for (const to of imports.get(next) ?? []) seen.add(to);
  return seen;
}

/** Nodes that reach themselves through others. */
export function circles(graph: Imports): string[] {
  const reaches = (from: string): boolean =>
    (graph.get(from) ?? []).some((to) => to !== from && closure(graph, to).has(from));
  return [...graph.keys()].filter(reaches);
}

/** The floor of every folder: one above the highest that it imports from. Folders in a circle have none. */
export function folderFloors(imports: Imports): { floors: Map<string, number>; circles: string[] } {
  const graph = new Map<string, string[]>();
  for (const [file, targets] of imports) {
    const others = targets.map(folderOf).filter((folder) => folder !== folderOf(file));
    graph.set(folderOf(file), [...new Set([...(graph.get(folderOf(file)) ?? []), ...others])]);
  }
  const inCircle = circles(graph);
  const floors = new Map<string, number>();
  const floorOf = (folder: string): number => {
    const known = floors.get(folder);
    if (known !== undefined) return known;
    const floor = 1 + Math.max(0, ...graph.get(folder)!.map(floorOf));
    floors.set(folder, floor);
    return floor;
  };
  if (inCircle.length === 0) for (const folder of graph.keys()) floorOf(folder);
  return { floors, circles: inCircle };
}
