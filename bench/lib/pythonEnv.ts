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
  // Written last, so that an interrupted installation doesn't count as complete.
  await writeFile(join(folder, 'complete'), '');
}

async function folderOf(requirements: string): Promise<string> {
  const contents = await readFile(requirements);
  const version = createHash('sha256').update(contents).digest('hex').slice(0, 12);
  return join(cache, `${basename(requirements, '.txt')}-${version}`);
}

/** Returns the `python` of the environment for a requirements file, or undefined if it isn't set up. */
export async function existingPython(requirements: string): Promise<string | undefined> {
  const folder = await folderOf(requirements);
  return (await exists(join(folder, 'complete'))) ? pythonIn(folder) : undefined;
}

/**
 * Returns the `python` of a virtual environment with exactly the packages of a requirements file. The environment is set up
 * on first use in an ignored folder of the project, and again whenever the file changes. `PYTHON` names the interpreter to
 * use (default python3).
 */
export async function pythonEnv(requirements: string): Promise<string> {
  const found = await existingPython(requirements);
  if (found) return found;
  const folder = await folderOf(requirements);
  await make(folder, requirements);
  return pythonIn(folder);
}

/** Path of a file in the folder of the benchmarks' Python scripts. */
export const pythonFile = (name: string): string =>
  fileURLToPath(new URL(`../python/${name}`, import.meta.url));
