import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { KeptFitOptions } from '../model/keptFit.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What became of a process that fits with a checkpoint. */
export interface KeptFitEnd {
  /** Exit code; null after a signal. */
  code: number | null;
  signal: NodeJS.Signals | null;
  lines: string[];
}

/**
 * Runs test/model/keptFit.ts.
 *
 * @param meanwhile - Called with each line and a function that sends a signal.
 */
export function keptFit(
  options: KeptFitOptions,
  meanwhile: (line: string, kill: (signal: NodeJS.Signals) => void) => void = () => undefined,
): Promise<KeptFitEnd> {
  const args = ['--import', 'tsx', 'test/model/keptFit.ts', JSON.stringify(options)];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line);
    meanwhile(line, (signal) => child.kill(signal));
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, lines }));
  });
}

/** The last line of an uninterrupted or finished run that tells its weights. */
export const weightsOf = ({ lines }: KeptFitEnd): string | undefined =>
  lines.find((line) => line.startsWith('{'));
