// Runs the parts of the long check, all or some: npm run test:long -- [part …] [--list] [--slice] [--inputs N] [--seed S] [--seconds T]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Part, parts } from './tools/parts.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean', default: false },
    slice: { type: 'boolean', default: false },
    inputs: { type: 'string' },
    seed: { type: 'string' },
    seconds: { type: 'string' },
    python: { type: 'string' },
  },
});

/** Seconds of the slice that runs in CI, shared by all parts, besides their starts: five minutes in all. */
const sliceSeconds = 180;

function argsOf(all: readonly Part[]): string[] {
  const { inputs, seed, python } = values;
  const seconds =
    values.seconds ?? (values.slice ? String(Math.floor(sliceSeconds / all.length)) : undefined);
  const given = Object.entries({ inputs, seed, seconds, python });
  return given.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
}

/** Runs one part. A part that overstays by far is ended: something hangs. */
function run({ name, script }: Part, args: readonly string[]): boolean {
  const start = performance.now();
  console.log(`\n--- ${name}`);
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', script, ...args], {
    stdio: 'inherit',
    killSignal: 'SIGKILL',
    ...(values.slice ? { timeout: 300_000 } : {}),
  });
  console.log(
    `--- ${name}: ${status === 0 ? 'ok' : 'FAILED'}, ${Math.round((performance.now() - start) / 1000)} s`,
  );
  return status === 0;
}

const all = parts(fileURLToPath(new URL('.', import.meta.url)));
const unknown = positionals.filter((name) => !all.some((part) => part.name === name));
if (values.list || unknown.length) {
  if (unknown.length) console.log(`No such part: ${unknown.join(', ')}. There are:`);
  for (const { name, purpose } of all) console.log(`${name.padEnd(20)} ${purpose}`);
  process.exitCode = unknown.length ? 1 : 0;
} else {
  const chosen = positionals.length ? all.filter(({ name }) => positionals.includes(name)) : all;
  const args = argsOf(chosen);
  const failed = chosen.filter((part) => !run(part, args));
  console.log(
    failed.length
      ? `\nFAILED: ${failed.map(({ name }) => name).join(', ')}`
      : `\nall ${chosen.length} parts: ok`,
  );
  process.exitCode = failed.length ? 1 : 0;
}
