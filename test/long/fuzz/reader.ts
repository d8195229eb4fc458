// A process of its own: reads the inputs that it is sent, one after the other, and answers what came of each.
import { isZbioError } from '../../../src/check/isZbioError.js';
import { type Files, formatOf, type InputId } from './format.js';
import { peakBytes, resetPeak } from './memoryPeak.js';
import type { Answer } from './outcome.js';
import { shortly } from './shortly.js';

const [name, threads] = process.argv.slice(2);
if (threads === 'alone') {
  const refused = () => {
    throw new RangeError('no threads');
  };
  Object.assign(process.getBuiltinModule('node:worker_threads'), { Worker: refused });
}
const format = await formatOf(name!);

/** Faults that no caller can catch, since the last answer. */
const uncaught: unknown[] = [];
process.on('uncaughtException', (error) => uncaught.push(error));
process.on('unhandledRejection', (error) => uncaught.push(error));

function described(error: unknown): { clear: boolean; text: string } {
  const clear = isZbioError(error) && error.code !== 'ZBIO_INTERNAL' && error.message.length < 2000;
  const text = clear ? `${error.code} ${error.message}` : shortly(error);
  return { clear, text };
}

async function answerTo(files: Files, input: InputId): Promise<Answer> {
  resetPeak();
  const [before, start] = [process.memoryUsage.rss(), process.cpuUsage()];
  let read: unknown;
  let error: unknown;
  try {
    read = await format.read(files, input);
  } catch (thrown) {
    error = thrown;
  }
  const { user, system } = process.cpuUsage(start);
  const taken = { cpuSeconds: (user + system) / 1e6, peakBytes: peakBytes() - before };
  await new Promise(setImmediate);
  error = uncaught.pop() ?? error;
  uncaught.length = 0;
  const rssBytes = process.memoryUsage.rss();
  if (error !== undefined) return { ...taken, rssBytes, error: described(error) };
  return { ...taken, rssBytes, content: JSON.stringify(format.content(read)) };
}

process.on('message', ({ files, input }: { files: Files; input: InputId }) => {
  void answerTo(files, input).then((answer) => process.send!(answer));
});
process.send!('ready');
