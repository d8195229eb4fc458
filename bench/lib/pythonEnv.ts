import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exists } from './exists.js';
import { runToEnd } from './runToEnd.js';

const cache = fileURLToPath(new URL('../../.cache/python/', import.meta.url));

const pythonIn = (folder: string): string =>
  join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

async function make(folder: string, requirements: string): Promise<void> {
  const python = process.env['PYTHON'] ?? 'python3';
  await rm(folder, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  console.error(`Setting up a Python environment for ${basename(requirements)} (once; some minutes)`);
  await runToEnd(python, ['-m', 'venv', folder]);
  await runToEnd(pythonIn(folder), ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
  // Last, so that an interrupted installation isn't taken for a whole one.
  await writeFile(join(folder, 'complete'), '');
}

async function folderOf(requirements: string): Promise<string> {
  const contents = await readFile(requirements);
  const version = createHash('sha256').update(contents).digest('hex').slice(0, 12);
  return join(cache, `${basename(requirements, '.txt')}-${version}`);
}

/** The `python` of the environment for a requirements file if it has been set up, else undefined. */
export async function existingPython(requirements: string): Promise<string | undefined> {
  const folder = await folderOf(requirements);
  return (await exists(join(folder, 'complete'))) ? pythonIn(folder) : undefined;
}

/**
 * The `python` of a virtual environment with exactly what a requirements file asks for. Set up on first use in an ignored
 * folder of the project, and anew whenever the file changes; `PYTHON` names the interpreter it is made from (default python3).
 */
export async function pythonEnv(requirements: string): Promise<string> {
  const found = await existingPython(requirements);
  if (found) return found;
  const folder = await folderOf(requirements);
  await make(folder, requirements);
  return pythonIn(folder);
}

/** The path of a file beside the benchmarks' Python scripts. */
export const pythonFile = (name: string): string =>
  fileURLToPath(new URL(`../python/${name}`, import.meta.url));
