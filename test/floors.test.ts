import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  circles,
  closure,
  folderFloors,
  folderOf,
  sourceImports,
  staticImports,
} from './helpers/sourceImports.js';

const imports = sourceImports();
const files = [...imports.keys()];
const floors = folderFloors(imports);

/** Floors as docs/architecture.md has them: rows `| 3 | \`model/map\` | … |`. */
function documentedFloors(): Map<string, number> {
  const page = readFileSync(fileURLToPath(new URL('../docs/architecture.md', import.meta.url)), 'utf8');
  const rows = [...page.matchAll(/^\| (\d+) \| (`[^|]+`) \|/gm)];
  return new Map(
    rows.flatMap(([, floor, folders]) =>
      [...folders!.matchAll(/`([^`]+)`/g)].map(([, folder]) => [folder!, Number(floor)] as const),
    ),
  );
}

test('no circle between files, types included', () => {
  expect(files.length).toBeGreaterThan(400);
  expect(circles(imports)).toEqual([]);
});

test('no circle between folders: every import goes down', () => {
  expect(floors.circles).toEqual([]);
});

test('docs/architecture.md names every folder, on the floor above the highest that it imports', () => {
  const byName = (map: ReadonlyMap<string, number>) => Object.fromEntries([...map].sort());
  expect(byName(documentedFloors())).toEqual(byName(floors.floors));
});

test('no folder holds more than 25 files', () => {
  const sizes = new Map<string, number>();
  for (const file of files) sizes.set(folderOf(file), (sizes.get(folderOf(file)) ?? 0) + 1);
  expect([...sizes].filter(([, size]) => size > 25)).toEqual([]);
});

test('a model stands on the engine alone: no metrics behind it', () => {
  const models = files.filter((file) => /^(autoencoder|model|systems|train|nn|losses)\//.test(file));
  const measuring = models.filter((file) =>
    [...closure(imports, file)].some((to) => to.startsWith('metrics/')),
  );
  expect(measuring).toEqual([]);
});

test('a model loads at most 200 files, itself and types included', () => {
  const systems = files.filter((file) => /^systems\/\w+\/[A-Z]\w+\.ts$/.test(file));
  expect(systems.length).toBe(5);
  const loaded = staticImports();
  const sizes = ['autoencoder/DisentangledAE.ts', 'model/System.ts', ...systems].map(
    (model) => [model, closure(loaded, model).size] as const,
  );
  console.log(sizes.map(([model, size]) => `${model} loads ${size} files`).join('\n'));
  expect(sizes.filter(([, size]) => size > 200)).toEqual([]);
});

test('recording, graphs and second threads are loaded on first use', () => {
  const loaded = closure(staticImports(), 'autoencoder/DisentangledAE.ts');
  const late = /^(record|onnx\/passes|wasm\/patches\/installPatches|wasm\/sparse\/startCsrThread)/;
  expect([...loaded].filter((file) => late.test(file))).toEqual([]);
  expect(
    [...closure(imports, 'autoencoder/DisentangledAE.ts')].filter((file) => late.test(file)).length,
  ).toBeGreaterThan(25);
});
