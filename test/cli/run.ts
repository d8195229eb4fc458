import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Exit code and output of a command line. */
export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `zbio` with these arguments, from source, in its own process; `meanwhile` is called with each piece of stderr. */
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
