import { conclude } from '../tools/conclude.js';
import { longOptions } from '../tools/longOptions.js';
import { AnndataProcess } from './anndataProcess.js';
import { formatOf } from './format.js';
import { type Input, inputsOf } from './input.js';
import { Judge } from './judge.js';
import { keepFailure } from './keepFailure.js';
import { faults, type Kind, kinds, type Outcome } from './outcome.js';
import { ReaderProcess } from './readerProcess.js';

/** After how many inputs a reader must still read originals as ever. */
const probeEvery = 25;
/** A reader that has come to hold this much more than at its start is replaced, so that it doesn't hide a peak. */
const mostHeld = 100e6;

interface Tally {
  counts: Map<Kind, number>;
  faults: string[];
}

function note({ counts, faults: found }: Tally, { kind, note }: Outcome, label: string): boolean {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const isFault = faults.includes(kind);
  if (isFault) found.push(`${label} ${kind}: ${note}`);
  return isFault;
}

const summary = ({ counts }: Tally): string =>
  kinds.map((kind) => `${kind} ${counts.get(kind) ?? 0}`).join(', ');

/** Reads changed files of a format in child processes, counts what comes of them, and keeps those that fail. */
export async function fuzz(name: string): Promise<void> {
  const { inputs, seed, seconds, python } = longOptions({ inputs: 20_000 });
  const format = await formatOf(name);
  const reader = new ReaderProcess(name, { threads: !format.threaded });
  const theirs = python && format.compare ? new AnndataProcess(python) : undefined;
  const judge = new Judge(name, { format, reader, theirs });
  const tally: Tally = { counts: new Map(), faults: [] };
  const end = performance.now() + 1000 * seconds;
  let done = 0;
  const attempt = async (input: Input) => {
    const outcome = await judge.outcome(input, done);
    if (note(tally, outcome, `seed ${seed}, input ${done} of '${input.original.name}'`)) {
      await keepFailure(name, `${seed}-${done}`, input, outcome);
    }
    if (done % probeEvery === 0 && !(await judge.stillReads(input.original))) {
      note(
        tally,
        { kind: 'other values', note: 'the reader no longer reads the original' },
        `seed ${seed}, by input ${done}:`,
      );
      reader.end();
    }
    if (reader.held > mostHeld) reader.end();
  };
  for await (const input of inputsOf(format, { seed, inputs })) {
    await attempt(input);
    done++;
    if (done % 1000 === 0) console.log(`${done}: ${summary(tally)}`);
    if (performance.now() > end) break;
  }
  reader.end();
  judge.end();
  theirs?.end();
  for (const [kind, count] of judge.alone) console.log(`without a thread: ${kind} ${count}`);
  conclude(
    `${name}, ${done} inputs, seed ${seed}${theirs ? ', values compared with anndata' : ''}: ${summary(tally)}`,
    tally.faults,
  );
}
