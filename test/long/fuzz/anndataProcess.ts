import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Reads h5ad files with Python's anndata, in a process that is started anew when a file ends it. */
export class AnndataProcess {
  readonly #python: string;
  readonly #fill: number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'zbio-fuzz-'));
  #child: ChildProcess | undefined;
  #lines: Interface | undefined;

  /** @param fill - What glibc fills memory with that a program asks for; 0: what it held before. */
  constructor(python: string, fill = 0) {
    this.#python = python;
    this.#fill = fill;
  }

  /** A process that finds other values where there are none, but only what the memory held before. */
  otherMemory(): AnndataProcess {
    return new AnndataProcess(this.#python, this.#fill + 85);
  }

  #start(): ChildProcess {
    const script = fileURLToPath(new URL('readWithAnndata.py', import.meta.url));
    this.#child = spawn(this.#python, [script], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, MALLOC_PERTURB_: String(this.#fill) },
    });
    this.#child.stdin!.on('error', () => undefined);
    this.#lines = createInterface(this.#child.stdout!);
    return this.#child;
  }

  /** What anndata reads; undefined if it refuses the file, or never comes to an end. */
  async read(bytes: Uint8Array): Promise<unknown> {
    const child = this.#child ?? this.#start();
    const path = join(this.#folder, 'input.h5ad');
    writeFileSync(path, bytes);
    const given = new AbortController();
    const { signal } = given;
    const timer = setTimeout(() => this.#stop(), 60_000);
    const answered = once(this.#lines!, 'line', { signal });
    const ended = once(child, 'exit', { signal });
    child.stdin!.write(`${path}\n`);
    const line = await Promise.race([answered.then(([text]: string[]) => text), ended.then(() => undefined)]);
    clearTimeout(timer);
    given.abort();
    await Promise.allSettled([answered, ended]);
    if (line === undefined) this.#child = undefined;
    return line === undefined
      ? undefined
      : ((JSON.parse(line) as { content?: unknown }).content ?? undefined);
  }

  #stop(): void {
    this.#child?.kill('SIGKILL');
  }

  end(): void {
    this.#stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
