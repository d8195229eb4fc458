import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Files, InputId } from './format.js';
import type { Answer } from './outcome.js';

/** A reader that didn't answer: it ended, or was ended after too long a time. */
export type Silence = 'hang' | 'crash';

/** Seconds of wall time after which a reader that doesn't answer hangs, on a machine that may be busy with other work. */
const patience = 20;
/** The same where the answer isn't the last word. */
const impatience = 4;

/** A process that reads inputs, and is started anew when it has ended. */
export class ReaderProcess {
  /** Bytes that the process holds above what it held after its first input. */
  held = 0;
  #child: ChildProcess | undefined;
  #base: number | undefined;
  readonly #format: string;
  readonly #threads: boolean;

  /** @param threads - Whether the library may start threads; without them it reads as in a browser. */
  constructor(format: string, { threads = true } = {}) {
    this.#format = format;
    this.#threads = threads;
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(
      fileURLToPath(new URL('reader.ts', import.meta.url)),
      [this.#format, this.#threads ? 'threads' : 'alone'],
      {
        execArgv: ['--import', 'tsx', '--max-old-space-size=512'],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      },
    );
    await next(child, 120);
    this.#child = child;
    return child;
  }

  /** Reads one input. */
  async read(files: Files, input: InputId): Promise<Answer | Silence> {
    const child = this.#child ?? (await this.#start());
    child.send({ files, input });
    const answer = await next(child, this.#threads ? patience : impatience);
    if (typeof answer === 'string') this.end();
    else this.#weigh(answer as Answer);
    return answer as Answer | Silence;
  }

  #weigh({ rssBytes }: Answer): void {
    this.#base ??= rssBytes;
    this.held = rssBytes - this.#base;
  }

  end(): void {
    this.#base = undefined;
    this.held = 0;
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}

/** The next message of a process. */
function next(child: ChildProcess, seconds: number): Promise<unknown> {
  return new Promise((resolve) => {
    const done = (value: unknown) => {
      clearTimeout(timer);
      child.off('message', done).off('exit', ended);
      resolve(value);
    };
    const ended = () => done('crash' satisfies Silence);
    const timer = setTimeout(() => done('hang' satisfies Silence), 1000 * seconds);
    child.on('message', done).on('exit', ended);
  });
}
