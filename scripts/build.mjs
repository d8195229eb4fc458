// Compiles src to dist, from scratch: a file that src no longer has must not stay in the package.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

rmSync(`${root}dist`, { recursive: true, force: true });
const options = ['-p', 'tsconfig.json', '--noEmitOnError'];
const { status } = spawnSync(process.execPath, [tsc, ...options], { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const commands = `${root}dist/cli`;
for (const file of existsSync(commands) ? readdirSync(commands) : []) {
  if (file.endsWith('.js')) chmodSync(`${commands}/${file}`, 0o755);
}
