import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** How a process ended, and what it printed. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
}

const folder = fileURLToPath(new URL('..', import.meta.url));

/** How to run a script. */
export interface RunScriptOptions {
  args?: readonly string[];
  /** Options of Node, such as `--expose-gc`. */
  node?: readonly string[];
  /** Scripts of `test/long` that run before this one, to change what the system does. */
  preloads?: readonly string[];
  env?: Record<string, string>;
  /** Program and arguments that run Node, such as `unshare`. Default none. */
  within?: readonly string[];
}

/** Runs a script of `test/long` in a process of its own. */
export async function runScript(script: string, options: RunScriptOptions = {}): Promise<Ended> {
  const { args = [], node = [], preloads = [], env = {}, within = [] } = options;
  const imports = [
    'tsx',
    ...preloads.map((preload) => new URL(preload, new URL('..', import.meta.url)).href),
  ];
  const command = [
    ...[...within, process.execPath],
    ...[...node, ...imports.flatMap((each) => ['--import', each]), `${folder}${script}`, ...args],
  ];
  const child = spawn(command[0]!, command.slice(1), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = [text(child.stdout), text(child.stderr)];
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, output: (await out) + (await err) };
}
