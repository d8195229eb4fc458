import type { EpochRecord } from '../../train/epochRecord.js';
import { seriesColours } from '../picture/palette.js';

/** A line of a chart. */
export interface Line {
  /** One entry per epoch; NaN where there is none. */
  values: number[];
  colour: string;
  dashes: boolean;
}

/** A chart over epochs. */
export interface Chart {
  title: string;
  lines: Line[];
  /** Shown instead of lines that hold no number. */
  empty: string;
}

/** Charts of one row: what is minimised, and what is in force for it. */
export interface ChartRow {
  left?: Chart;
  right?: Chart;
}

type Read = (record: EpochRecord) => number | undefined;

function line(
  history: readonly EpochRecord[],
  read: Read,
  series: 'training' | 'validation' | 'setting',
): Line {
  const colour = { training: 'first', validation: 'accent', setting: 'third' } as const;
  return {
    values: history.map((record) => read(record) ?? Number.NaN),
    colour: seriesColours[colour[series]],
    dashes: series === 'validation',
  };
}

/** A chart of the training cells and, if there are any, of the validation cells. */
function losses(history: readonly EpochRecord[], title: string, training: Read, validation: Read): Chart {
  const held = history.some((record) => record.validation);
  const lines = [
    line(history, training, 'training'),
    ...(held ? [line(history, validation, 'validation')] : []),
  ];
  return { title, lines, empty: 'not computed: its weight is 0' };
}

function setting(history: readonly EpochRecord[], title: string, read: Read): Chart {
  return { title, lines: [line(history, read, 'setting')], empty: 'none' };
}

const namesIn = (history: readonly EpochRecord[], of: (record: EpochRecord) => object): string[] => [
  ...new Set(history.flatMap((record) => Object.keys(of(record)))),
];

/** All charts of a history: the total, each term with its weight, then errors, learning rates and noise. */
export function historyCharts(history: readonly EpochRecord[]): ChartRow[] {
  const phases = namesIn(history, ({ learningRates }) => learningRates);
  const rates = phases.map((phase) =>
    setting(
      history,
      phases.length > 1 ? `learning rate of ${phase}` : 'learning rate',
      (record) => record.learningRates[phase],
    ),
  );
  const total = losses(
    history,
    'total (weighted sum)',
    (record) => record.total,
    (record) => record.validation?.total,
  );
  const terms = namesIn(history, (record) => record.terms).map((name) => ({
    left: losses(
      history,
      name,
      (record) => record.terms[name],
      (record) => record.validation?.terms[name],
    ),
    right: setting(history, `weight of ${name}`, (record) => record.weights[name]),
  }));
  const noise = setting(history, 'input noise', ({ noise }) => noise);
  const held = history.some((record) => record.validation);
  const error = held
    ? {
        left: losses(
          history,
          'error of the validation cells',
          () => undefined,
          (record) => record.validation?.error,
        ),
      }
    : {};
  const settings = [...rates, noise];
  const rest = settings.slice(1).map((right, i) => ({ ...(i === 0 ? error : {}), right }));
  return [{ left: total, right: settings[0]! }, ...terms, ...rest];
}
