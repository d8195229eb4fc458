import { readdirSync, readFileSync } from 'node:fs';

/** One part of the long check: a script of `test/long`, which also runs alone. */
export interface Part {
  /** The script's name with dashes: `fuzz-model`. */
  name: string;
  /** The comment in its first line. */
  purpose: string;
  /** Its path. */
  script: string;
}

/** All parts: every script in the folder, except the one that runs them. */
export function parts(folder: string): Part[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'run.ts');
  return files.sort().map((file) => {
    const script = `${folder}${file}`;
    const name = file
      .replace('.ts', '')
      .replace(/[A-Z]|(?<=[a-z])\d+(?=[a-z])/g, (letter) => `-${letter.toLowerCase()}`);
    const purpose = readFileSync(script, 'utf8')
      .split('\n', 1)[0]!
      .replace(/^\/\/ ?/, '');
    return { name, purpose, script };
  });
}
