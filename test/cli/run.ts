import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How a command line ended, and what it printed. */
export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `zbio` with these arguments, from source, in a process of its own; `meanwhile` sees it with each piece of stderr. */
export function zbio(
  args: readonly string[],
  meanwhile?: (child: ChildProcess, stderr: string) => void,
): Promise<Finished> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/zbio.ts', ...args], { cwd: root });
  const printed = { stdout: '', stderr: '' };
  child.stdout.on('data', (piece: Buffer) => {
    printed.stdout += piece;
  });
  child.stderr.on('data', (piece: Buffer) => {
    printed.stderr += piece;
    meanwhile?.(child, printed.stderr);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...printed }));
  });
}
