import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import {
  appendFile,
  chmod,
  chown,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile as writePlain,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryName } from '../../src/platform/orphans.js';
import { replaceFile } from '../../src/platform/replaceFile.js';
import { writeFile } from '../../src/platform/writeFile.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isRoot = process.getuid?.() === 0;
const onLinux = process.platform === 'linux';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zbio-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const bytes = (content: string): Uint8Array => new TextEncoder().encode(content);

function saver(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/platform/saver.ts', ...args], {
    cwd: root,
  });
  child.stderr!.pipe(process.stderr);
  return child;
}

describe('what is kept', () => {
  test('a new file gets the usual mode, an old one keeps its own', async () => {
    await writeFile(at('new'), bytes('a'));
    await writePlain(at('usual'), 'a');
    expect((await stat(at('new'))).mode).toBe((await stat(at('usual'))).mode);
    for (const mode of [0o600, 0o660, 0o755]) {
      await chmod(at('new'), mode);
      await writeFile(at('new'), bytes(`b${mode}`));
      expect((await stat(at('new'))).mode & 0o7777).toBe(mode);
    }
    expect(await readFile(at('new'), 'utf8')).toBe(`b${0o755}`);
    expect((await readdir(folder)).sort()).toEqual(['new', 'usual']);
  });

  test.runIf(isRoot)('owner, group and special bits', async () => {
    await writePlain(at('theirs'), 'a');
    await chown(at('theirs'), 1234, 5678);
    await chmod(at('theirs'), 0o2750);
    await writeFile(at('theirs'), bytes('b'));
    const { uid, gid, mode } = await stat(at('theirs'));
    expect([uid, gid, mode & 0o7777]).toEqual([1234, 5678, 0o2750]);
  });

  test('nobody else can read the new content of a private file while it is written', async () => {
    await writePlain(at('private'), 'a', { mode: 0o600 });
    await replaceFile(at('private'), async (temporary) => {
      expect((await stat(temporary)).mode & 0o777).toBe(0o600);
    });
  });

  test('links: the target is replaced, also one in another folder, one that is missing, and through a linked folder', async () => {
    await mkdir(at('deep'));
    await mkdir(at('deep/er'));
    await symlink('deep/er', at('short'));
    await symlink('../real', at('deep/link')); // relative to the link, not to the working directory
    await symlink('deep/link', at('chain'));
    for (const content of ['first', 'second']) {
      await writeFile(at('chain'), bytes(content));
      expect([await readlink(at('chain')), await readlink(at('deep/link'))]).toEqual([
        'deep/link',
        '../real',
      ]);
      expect((await lstat(at('real'))).isFile()).toBe(true);
      expect(await readFile(at('real'), 'utf8')).toBe(content);
    }
    // The folder above the target of `short` is `deep`.
    await writeFile(`${folder}/short/../beside`, bytes('there'));
    expect(await readFile(at('deep/beside'), 'utf8')).toBe('there');
    await symlink('b', at('a'));
    await symlink('a', at('b'));
    await expect(writeFile(at('a'), bytes('x'))).rejects.toThrow(/ELOOP/);
  });
});

describe('what is no file is written to', () => {
  test.runIf(onLinux)('devices: a full one is an error, and none is replaced', async () => {
    await expect(writeFile('/dev/full', bytes('x'))).rejects.toMatchObject({
      code: 'ZBIO_BAD_PATH',
      message: expect.stringMatching(/^Can't write '\/dev\/full': ENOSPC/),
    });
    await writeFile('/dev/null', bytes('x'));
    expect((await stat('/dev/full')).isCharacterDevice()).toBe(true);
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  test.runIf(onLinux)('a pipe and a socket receive the whole file', async () => {
    const content = 'z'.repeat(300_000);
    execFileSync('mkfifo', [at('pipe')]);
    const reader = spawn('cat', [at('pipe')]);
    const [read] = await Promise.all([text(reader.stdout), writeFile(at('pipe'), bytes(content))]);
    expect(read).toBe(content);
    const server = createServer().listen(at('socket'));
    await once(server, 'listening');
    const received = once(server, 'connection').then(([socket]) => buffer(socket));
    await writeFile(at('socket'), bytes(content));
    expect((await received).length).toBe(content.length);
    expect((await lstat(at('pipe'))).isFIFO()).toBe(true);
    expect((await lstat(at('socket'))).isSocket()).toBe(true);
    server.close();
  });
});

describe('a fault leaves the old file whole', () => {
  beforeEach(() => writePlain(at('file'), 'old'));
  const untouched = async () => {
    expect(await readFile(at('file'), 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['file']);
  };

  test.runIf(onLinux)('a full disk', async () => {
    const write = async (temporary: string) => {
      await appendFile(temporary, 'half');
      await appendFile('/dev/full', 'the rest');
    };
    await expect(replaceFile(at('file'), write)).rejects.toThrow(/Can't write '.*file': ENOSPC/);
    await untouched();
  });

  test("an error of the caller's own passes unchanged", async () => {
    const mine = new Error('mine');
    await expect(replaceFile(at('file'), () => Promise.reject(mine))).rejects.toBe(mine);
    await untouched();
  });

  test('a folder that vanishes while the file is written', async () => {
    await mkdir(at('folder'));
    await writePlain(at('folder/file'), 'old');
    const write = async () => rename(at('folder'), at('moved'));
    await expect(replaceFile(at('folder/file'), write)).rejects.toMatchObject({ code: 'ZBIO_BAD_PATH' });
    expect(await readFile(at('moved/file'), 'utf8')).toBe('old');
  });

  test('a copy of the old file may be edited in place', async () => {
    await replaceFile(at('file'), async (temporary) => {
      await copyFile(at('file'), temporary);
      await appendFile(temporary, ' and new');
    });
    expect(await readFile(at('file'), 'utf8')).toBe('old and new');
  });

  test('a process that is killed while it writes; the next save removes what it left, but not what a living one writes', async () => {
    const [dead, living] = ['a', 'b'].map((fill) => saver(at('file'), fill, '2000000', 'stop'));
    await Promise.all([once(dead!.stdout!, 'data'), once(living!.stdout!, 'data')]);
    dead!.kill('SIGKILL');
    await once(dead!, 'close');
    expect(await readFile(at('file'), 'utf8')).toBe('old');
    const left = (await readdir(folder)).filter((name) => name.endsWith('.part'));
    expect(left).toHaveLength(2);
    expect(await Promise.all(left.map(async (name) => (await stat(at(name))).size))).toEqual([1e6, 1e6]);
    await writeFile(at('other'), bytes('x'));
    const kept = (await readdir(folder)).filter((name) => name.endsWith('.part'));
    if (onLinux) expect(kept).toEqual([expect.stringContaining(`-${living!.pid}-`)]);
    living!.kill('SIGKILL');
    await once(living!, 'close');
  });
});

test('what a process of another machine left is removed after a day; files of others never', async () => {
  const own = await temporaryName();
  const foreign = own.replace(/^\.zbio-\w+-/, '.zbio-elsewhere-');
  const [old, young, alien] = [foreign, foreign.replace(/-\d+-/, '-1-'), '.zbio-notes.part'];
  for (const name of [own, old, young, alien]) await writePlain(at(name), '');
  for (const name of [own, old, alien]) await utimes(at(name), 0, 0);
  await writeFile(at('file'), bytes('x'));
  const expected = onLinux ? [own, young, alien] : [young, alien];
  expect((await readdir(folder)).sort()).toEqual([...expected, 'file'].sort());
});

test('many saves to one path at once, in this process and in others, leave one whole file and nothing else', async () => {
  const size = 400_000;
  const here = [...'abcdefgh'].map((fill) =>
    replaceFile(at('file'), async (temporary) => {
      const out = createWriteStream(temporary);
      for (let i = 0; i < 4; i++) out.write(Buffer.alloc(size / 4, fill));
      out.end();
      await once(out, 'close');
    }),
  );
  const others = [...'xyz'].map((fill) => once(saver(at('file'), fill, String(size)), 'close'));
  await Promise.all([...here, ...others]);
  const content = await readFile(at('file'), 'utf8');
  expect(content).toBe(content[0]!.repeat(size));
  expect(await readdir(folder)).toEqual(['file']);
});

describe('what cannot be written is refused before any work', () => {
  const refused = async (path: string, reason: RegExp) => {
    const write = () => Promise.reject(new Error('too late'));
    await expect(replaceFile(path, write)).rejects.toMatchObject({
      code: 'ZBIO_BAD_PATH',
      message: expect.stringMatching(reason),
    });
  };

  test('a missing folder, a folder, no name, a name that is too long, a file as a folder', async () => {
    await writePlain(at('file'), '');
    await refused(at('no/file'), /the folder .*no doesn't exist/);
    await refused(folder, /it is a folder/);
    await refused('', /it names no file/);
    await refused(at('file/'), /it names no file|isn't a folder/);
    await refused(at('file/name'), /isn't a folder/);
    await refused(at('n'.repeat(300)), /ENAMETOOLONG/);
  });

  test.runIf(!isRoot && onLinux)('a read-only file, and a writable file in a read-only folder', async () => {
    await writePlain(at('file'), '', { mode: 0o444 });
    await refused(at('file'), /EACCES/);
    await mkdir(at('closed'));
    await writePlain(at('closed/file'), '');
    await chmod(at('closed'), 0o555);
    await refused(at('closed/file'), /EACCES/);
    await chmod(at('closed'), 0o755);
  });
});
