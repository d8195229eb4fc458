import { spawn } from 'node:child_process';

// What npm adds to the environment of its scripts would make an npm started from here believe it is in this package.
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([key]) => !/^npm_(package|lifecycle|config_local_prefix)/.test(key)),
);

/** Runs a program and resolves to what it printed; rejects with that if it fails or takes longer than five minutes. */
export function run(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 300_000,
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}:\n${printed.trim()}`));
    });
  });
}

/** Runs a JavaScript file with this Node. */
export const node = (args, cwd) => run(process.execPath, args, cwd);
