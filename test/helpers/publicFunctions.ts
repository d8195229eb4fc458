import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = fileURLToPath(new URL('../../src', import.meta.url));

type Module = Record<string, unknown>;

const modulesIn = (folder: string): Promise<Module[]> => {
  const names = existsSync(join(src, folder))
    ? readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })
    : [];
  return Promise.all(
    names.filter((name) => name.endsWith('.ts')).map((name) => import(join(src, folder, name))),
  );
};

/** Names of the functions that the library exports, from its front door or a subpath, and defines in a folder of `src/`. */
export async function publicFunctions(folder: string): Promise<string[]> {
  const doors: Module[] = [await import('../../src/index.js'), ...(await modulesIn('entries'))];
  const exported = new Set(doors.flatMap((door) => Object.values(door)));
  const defined = (await modulesIn(folder)).flatMap((module) => Object.entries(module));
  const found = defined.filter(([, value]) => typeof value === 'function' && exported.has(value));
  return found.map(([name]) => name).sort();
}
