import type { FitOptions } from '../../autoencoder/options.js';
import { grouped } from '../../check/grouped.js';
import type { EpochRecord } from '../../train/epochRecord.js';
import type { Progress } from './progress.js';

function losses({ total, terms }: EpochRecord): string {
  const computed = Object.entries(terms).filter(([, value]) => Number.isFinite(value));
  const all = computed.map(([name, value]) => `${name} ${value.toPrecision(4)}`);
  return [`total ${total.toPrecision(5)}`, ...all].join('  ');
}

/** About ten epochs of a run, the last one included. */
const isDue = ({ epoch, epochs }: EpochRecord): boolean =>
  (epoch + 1) % Math.ceil(epochs / 10) === 0 || epoch + 1 === epochs;

/** Shows a run: the epoch, the step within it, the time left and the losses; where lines stay, about ten of whole epochs. */
export function trainingProgress(
  progress: Progress,
): Required<Pick<FitOptions, 'onEpoch' | 'onStep' | 'onWarning'>> & { end(): void } {
  const job = progress.job();
  let latest = '';
  return {
    onStep: ({ epoch, epochs, step, steps }) => {
      const perEpoch = steps / epochs;
      const within = `step ${grouped((step % perEpoch) + 1)}/${grouped(perEpoch)}`;
      job.at((step + 1) / steps, () => `epoch ${epoch + 1}/${epochs}  ${within}  ${latest}`.trimEnd());
    },
    onEpoch: (record) => {
      latest = losses(record);
      const name = `epoch ${record.epoch + 1}/${record.epochs}`;
      const share = (record.epoch + 1) / record.epochs;
      if (!progress.terminal && isDue(record)) progress.line(`${name}  ${job.left(share)}  ${latest}`);
    },
    onWarning: progress.line,
    end: job.end,
  };
}
