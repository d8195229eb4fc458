import { spawnSync } from 'node:child_process';
import type { Attempt } from './attemptWrite.js';

/** Room beyond the old file, in KiB, from nothing to more than enough. */
const rooms = [0, 4, 12, 20, 28, 36, 44, 60, 100, 400];

/** Writes under a limit on the size of a file: the system ends the writing there, by a signal that the process has to survive. */
export function limited(oldBytes: number): Record<string, Attempt> {
  if (process.platform !== 'linux') return {};
  const sizes = rooms.map((room) => Math.ceil(oldBytes / 2048) + room);
  return Object.fromEntries(
    // `ulimit` of sh counts blocks of 512 bytes.
    sizes.map((size) => [
      `RLIMIT_FSIZE of ${size} KiB`,
      { within: () => ['sh', '-c', `ulimit -f ${2 * size}; exec "$@"`, 'sh'] },
    ]),
  );
}

const mounting = (folder: string, size: number) => [
  'unshare',
  '-r',
  '-m',
  'sh',
  '-c',
  `mount -t tmpfs -o size=${size}k none ${folder} && exec "$@"`,
  'sh',
];

/** Writes on small file systems, each seen by the writing process alone. None where the system doesn't allow that. */
export function tmpfs(oldBytes: number): Record<string, Attempt> {
  const [program, ...args] = [...mounting('/mnt', 100), 'true'];
  if (spawnSync(program!, args).status !== 0) return {};
  const sizes = rooms.map((room) => Math.ceil(oldBytes / 4096) * 4 + room);
  return Object.fromEntries(
    sizes.map((size) => [
      `tmpfs of ${size} KiB`,
      { inside: true, within: (folder) => mounting(folder, size) },
    ]),
  );
}
