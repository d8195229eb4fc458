import type { AnndataProcess } from './anndataProcess.js';
import type { Files, FuzzFormat, InputId, Original } from './format.js';
import type { Input } from './input.js';
import type { Answer, Outcome } from './outcome.js';
import { ReaderProcess, type Silence } from './readerProcess.js';

/** Limits of one input: seconds of the processor, bytes above what the process had. */
const limits = { seconds: 2, bytes: 200e6 };

const fault = (kind: Outcome['kind'], note: string): Outcome => ({ kind, note });

/** A fault that doesn't depend on the values; undefined if there is none. */
export function faultOf(answer: Answer | Silence): Outcome | undefined {
  if (typeof answer === 'string') return fault(answer, 'no answer');
  const { error, cpuSeconds, peakBytes } = answer;
  const what = error?.text ?? 'read';
  if (cpuSeconds > limits.seconds) return fault('hang', `${cpuSeconds.toFixed(1)} s; ${what}`);
  if (peakBytes > limits.bytes) return fault('blow-up', `${Math.round(peakBytes / 1e6)} MB; ${what}`);
  return error && !error.clear ? fault('raw error', error.text) : undefined;
}

/** Tells what came of an input. */
export class Judge {
  readonly #format: FuzzFormat;
  readonly #reader: ReaderProcess;
  readonly #inThread: ReaderProcess | undefined;
  readonly #theirs: AnndataProcess | undefined;
  readonly #theirsAgain: AnndataProcess | undefined;
  /** What the originals are read as. */
  readonly #sound = new Map<string, string>();
  /** Faults of the calling thread, which a thread of HDF5's own doesn't have. */
  readonly alone = new Map<string, number>();

  constructor(
    name: string,
    {
      format,
      reader,
      theirs,
    }: { format: FuzzFormat; reader: ReaderProcess; theirs: AnndataProcess | undefined },
  ) {
    this.#format = format;
    this.#reader = reader;
    this.#inThread = format.threaded ? new ReaderProcess(name) : undefined;
    this.#theirs = theirs;
    this.#theirsAgain = theirs?.otherMemory();
  }

  async #contentOf({ name, files }: Original): Promise<string> {
    const known = this.#sound.get(name);
    if (known !== undefined) return known;
    const answer = await this.#reader.read(files, { name, number: -1 });
    const content = typeof answer === 'string' ? answer : (answer.content ?? `${answer.error?.text}`);
    this.#sound.set(name, content);
    return content;
  }

  /**
   * Whether an original is read as at first: no input may spoil the reader. In the calling thread HDF5 may be spoilt by a file that it
   * failed on, which is why the library reads in a thread that it can replace: that is only counted.
   */
  async stillReads(original: Original): Promise<boolean> {
    const before = await this.#contentOf(original);
    const answer = await this.#reader.read(original.files, { name: original.name, number: -1 });
    // Where the answer isn't the last word, a reader that has just started may be too slow.
    if (typeof answer === 'string') return this.#inThread !== undefined;
    const reads = (answer.content ?? `${answer.error?.text}`) === before;
    if (reads || !this.#inThread) return reads;
    this.#count('spoilt for the next file');
    this.#reader.end();
    return true;
  }

  async outcome({ original, files, forged }: Input, number: number): Promise<Outcome> {
    const sound = await this.#contentOf(original);
    const answer = await this.#answer(original, files, number);
    const wrong = faultOf(answer);
    if (wrong) return wrong;
    const { error, content } = answer as Answer;
    if (error) return { kind: 'clear error', note: error.text };
    if (this.#theirs) return this.#compared(content!, files[0]!);
    if (content === sound) return { kind: 'same values', note: '' };
    if (this.#format.checked && !forged) return fault('other values', 'a change of bytes was not found');
    return { kind: 'other sound file', note: '' };
  }

  /** What the library answers in Node. */
  async #answer(
    { name, files: untouched }: Original,
    files: Files,
    number: number,
  ): Promise<Answer | Silence> {
    const input: InputId = { name, number };
    const answer = await this.#reader.read(files, input);
    const wrong = faultOf(answer);
    if (!wrong || !this.#inThread) return answer;
    this.#count(wrong.kind);
    // So that a thread is there: to start one from TypeScript takes a second that no user waits for.
    await this.#inThread.read(untouched, { name, number: -1 });
    return this.#inThread.read(files, input);
  }

  #count(kind: string): void {
    this.alone.set(kind, (this.alone.get(kind) ?? 0) + 1);
  }

  end(): void {
    this.#inThread?.end();
    this.#theirsAgain?.end();
  }

  /** A file without checksums may hold other values by right: those that the reference reads, too. */
  async #compared(content: string, file: Uint8Array): Promise<Outcome> {
    const theirs = await this.#theirs!.read(file);
    if (theirs === undefined) return { kind: 'unread by the reference', note: '' };
    const differences = this.#format.compare!(JSON.parse(content), theirs);
    if (differences.length === 0) return { kind: 'same values', note: '' };
    // HDF5 doesn't check that an unpacked chunk is long enough: the rest is what its memory held before, which is no value to compare with.
    const again = await this.#theirsAgain!.read(file);
    if (JSON.stringify(again) !== JSON.stringify(theirs))
      return { kind: 'unread by the reference', note: 'its values depend on its memory' };
    return fault('other values', differences.join('; '));
  }
}
