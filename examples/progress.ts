// A progress bar for `fit`: epoch, time left, losses.
import cliProgress from 'cli-progress';
import type { EpochRecord } from 'zbio';

/** A bar that `onEpoch` updates; without a terminal, plain lines every few seconds. */
export function progressBar(): { onEpoch: (record: EpochRecord) => void; stop: () => void } {
  const format = 'epoch {value}/{total} {bar} {left} s left  loss {loss}  rec {rec}  batch classifier {cls}';
  const bar = new cliProgress.SingleBar({ format, noTTYOutput: true, notTTYSchedule: 5000 });
  const started = performance.now();
  return {
    onEpoch: ({ epoch, epochs, total, terms }) => {
      const left = ((performance.now() - started) / 1000 / (epoch + 1)) * (epochs - epoch - 1);
      const [rec, cls] = [terms['reconstruction'] ?? Number.NaN, terms['batchClassifier'] ?? Number.NaN];
      const shown = {
        left: left.toFixed(0),
        loss: total.toFixed(1),
        rec: rec.toFixed(1),
        cls: cls.toFixed(2),
      };
      // The first line needs figures too: without them, the bar prints the names in braces.
      if (epoch === 0) bar.start(epochs, 1, shown);
      else bar.update(epoch + 1, shown);
    },
    stop: () => bar.stop(),
  };
}

/** A bar that `onProgress` updates; without a terminal, plain lines every few seconds. */
export function shareBar(name: string): {
  onProgress: (done: number, all: number) => void;
  stop: () => void;
} {
  const format = `${name} {bar} {percentage} %  {left} s left`;
  const bar = new cliProgress.SingleBar({ format, noTTYOutput: true, notTTYSchedule: 5000 });
  const started = performance.now();
  bar.start(100, 0, { left: '?' });
  return {
    onProgress: (done, all) => {
      const left = ((performance.now() - started) / 1000) * (all / done - 1);
      bar.update(Math.floor((100 * done) / all), { left: Number.isFinite(left) ? left.toFixed(0) : '?' });
    },
    stop: () => bar.stop(),
  };
}
