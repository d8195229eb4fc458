import { clearLine, cursorTo } from 'node:readline';

/** A job that may take long. */
export interface Job {
  /** Tells how far it is, as a share in [0, 1]. Shown once the job has taken some seconds. */
  at(share: number, describe: () => string): void;
  /** The time that is left after this share, as text. */
  left(share: number): string;
  /** Ends the job: nothing of it stays on a terminal. */
  end(): void;
}

/** What a command says while it works. */
export interface Progress {
  /** Writes a line that stays. */
  line(text: string): void;
  /** Starts a job. */
  job(): Job;
  /** Whether states of a job are overwritten, so that nothing keeps them. */
  readonly terminal: boolean;
}

/** On a terminal, a job is shown from this age on, and then this often, in milliseconds. */
const [silence, refresh] = [2000, 100];
/** Elsewhere lines stay, so that they are rarer: not sooner than this after the last one, in milliseconds … */
const pause = 5000;
/** … and not before this share of the job's time has passed. */
const growth = 0.2;

/** A duration in the unit that suits it. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** One line at the bottom of a terminal that is overwritten. */
class LastLine {
  #shown = false;

  constructor(readonly stream: NodeJS.WriteStream) {}

  rewrite(text: string): void {
    cursorTo(this.stream, 0);
    this.stream.write(text.slice(0, (this.stream.columns ?? 80) - 1));
    clearLine(this.stream, 1);
    this.#shown = true;
  }

  clear(): void {
    if (!this.#shown) return;
    cursorTo(this.stream, 0);
    clearLine(this.stream, 0);
    this.#shown = false;
  }
}

/**
 * Shows progress on a stream: on a terminal, one line that is overwritten, elsewhere a plain line now and then.
 *
 * @param now - The clock, in milliseconds.
 */
export function showProgress(
  stream: NodeJS.WriteStream,
  now: () => number = () => performance.now(),
): Progress {
  const last = new LastLine(stream);
  const terminal = stream.isTTY === true;
  let written = now();
  const line = (text: string): void => {
    last.clear();
    stream.write(`${text}\n`);
    written = now();
  };
  const job = (): Job => {
    const started = now();
    let next = started + silence;
    const isDue = (time: number): boolean =>
      terminal ? time >= next : time - written >= Math.max(pause, growth * (time - started));
    // The first step takes longer than the others: something is compiled or loaded.
    let first: { time: number; share: number } | undefined;
    const left = (share: number): string => {
      const from = first && first.share < share ? first : { time: started, share: 0 };
      const rate = (share - from.share) / (now() - from.time);
      return `${duration((1 - share) / rate / 1000)} left`;
    };
    const at: Job['at'] = (share, describe) => {
      const time = now();
      first ??= { time, share };
      if (share <= 0 || !isDue(time)) return;
      next = time + refresh;
      // The time comes first: a narrow terminal cuts the line.
      const text = `${left(share)}  ${describe()}`;
      if (terminal) last.rewrite(text);
      else line(text);
    };
    return { at, left, end: () => last.clear() };
  };
  return { line, job, terminal };
}
