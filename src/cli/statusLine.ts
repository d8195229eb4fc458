import { clearLine, cursorTo } from 'node:readline';
import type { EpochRecord } from '../train/epochRecord.js';

/** Shows the progress of training. */
export interface StatusLine {
  /** Shows an epoch. */
  epoch(record: EpochRecord): void;
  /** Clears the line for the next output. */
  end(): void;
}

function describe({ epoch, epochs, total, terms }: EpochRecord, secondsLeft: number): string {
  const computed = Object.entries(terms).filter(([, value]) => Number.isFinite(value));
  const losses = computed.map(([name, value]) => `${name} ${value.toPrecision(4)}`).join('  ');
  // The time comes first: a narrow terminal cuts the line.
  return `epoch ${epoch + 1}/${epochs}  ${Math.ceil(secondsLeft)} s left  total ${total.toPrecision(5)}  ${losses}`;
}

/** Writes one line that is overwritten on a terminal; elsewhere, about ten plain lines. */
export function statusLine(stream: NodeJS.WriteStream): StatusLine {
  const started = performance.now();
  const left = ({ epoch, epochs }: EpochRecord) =>
    ((performance.now() - started) / 1000 / (epoch + 1)) * (epochs - epoch - 1);
  const rewrite = (line: string): void => {
    cursorTo(stream, 0);
    stream.write(line.slice(0, (stream.columns ?? 80) - 1));
    clearLine(stream, 1);
  };
  const due = ({ epoch, epochs }: EpochRecord) =>
    (epoch + 1) % Math.ceil(epochs / 10) === 0 || epoch + 1 === epochs;
  return {
    epoch: (record) => {
      const line = describe(record, left(record));
      if (stream.isTTY) rewrite(line);
      else if (due(record)) stream.write(`${line}\n`);
    },
    end: () => {
      if (stream.isTTY) rewrite('');
    },
  };
}
