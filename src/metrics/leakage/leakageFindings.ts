import { optional, trueOrFalse } from '../../check/checks.js';
import { type OptionTable, readOptions } from '../../check/options.js';
import { checkLeakageReport } from './checkLeakageReport.js';
import type { LeakageReport } from './leakage.js';
import type { Probe, ProbeScore } from './probe.js';

/** Facts about the model behind a leakage report, so that the verdict doesn't recommend what the model already does. */
export interface LeakageAdvice {
  /**
   * For a {@link DisentangledAE}: whether its z_nio is `detached`. The verdict then names the terms and options of that class; by
   * default, it names none.
   */
  nioDetached?: boolean;
}

/** What one probe of a leakage report says. */
export interface LeakageFinding {
  /** The latent that it is about. */
  latent: 'bio' | 'nio';
  /** `'good'`: as wanted; `'slight'`: a fault too small to mislead an analysis; `'bad'`: a fault. */
  level: 'good' | 'slight' | 'bad';
  /** In words, without a full stop. */
  finding: string;
  /** What may help, for a fault. */
  remedies?: string;
}

const table = {
  nioDetached: optional(trueOrFalse),
} satisfies OptionTable<LeakageAdvice>;

// Share of the range between chance and certainty. A smaller excess is real, but too small to mislead an analysis.
const slight = 0.1;
const half = 0.5;

const upper = ({ interval, within }: ProbeScore): number => Math.max(interval[1], within?.[1] ?? 0);

/** How far a score lies above chance: 0 at the upper end of chance, 1 where every cell is predicted correctly. */
const excess = (score: ProbeScore): number => (score.balanced - upper(score)) / (1 - upper(score) || 1);

/** The score of the probe with the larger excess. */
const better = ({ linear, knn }: Probe): ProbeScore => (excess(linear) >= excess(knn) ? linear : knn);

const figures = (score: ProbeScore): string =>
  `balanced accuracy ${score.balanced.toFixed(2)}, chance up to ${upper(score).toFixed(2)}`;

type Said = Omit<LeakageFinding, 'latent'>;

const good = (finding: string): Said => ({ level: 'good', finding });
const bad = (finding: string, remedies: string): Said => ({ level: 'bad', finding, remedies });

function batchInBio(probe: Probe, own: boolean): Said {
  const score = better(probe);
  if (excess(score) <= 0) return good('batch is at chance in z_bio');
  if (excess(score) < slight)
    return { level: 'slight', finding: `batch is nearly at chance in z_bio (${figures(score)})` };
  const more = own
    ? 'a larger weight on batchDependence, alignBatches on z_bio, an adversary'
    : 'more weight on what removes the batch';
  return bad(`z_bio carries batch: ${figures(score)}`, `${more}, or more epochs`);
}

function typeInBio(probe: Probe): Said {
  const score = better(probe);
  if (excess(score) >= half) return good('cell type is not lost');
  const remedies = 'smaller weights on what removes the batch';
  if (excess(score) < slight)
    return bad(`cell type is lost in z_bio: ${figures(score)}`, `${remedies}, or more epochs`);
  const kept = `cell type is only partly kept in z_bio: ${figures(score)}`;
  return bad(kept, `${remedies}, or a larger z_bio`);
}

function batchInNio(probe: Probe, own: boolean): Said {
  const score = better(probe);
  if (excess(score) >= half) return good('z_nio holds the batch');
  const remedies = `a larger weight on ${own ? 'batchClassifier' : 'what predicts the batch from it'}, or more epochs`;
  return bad(`z_nio holds little of the batch: ${figures(score)}`, remedies);
}

function typeInNio(probe: Probe, nioDetached: boolean | undefined): Said {
  const score = better(probe);
  if (excess(score) <= 0) return good('z_nio holds no cell type');
  if (excess(score) < slight)
    return { level: 'slight', finding: `z_nio holds hardly any cell type (${figures(score)})` };
  const last = nioDetached ? 'a smaller weight on batchClassifier' : 'latent: { nio: { detached: true } }';
  const remedies =
    nioDetached === undefined
      ? 'fewer dimensions of z_nio'
      : `fewer dimensions of z_nio, a larger weight on its KL, or ${last}`;
  return bad(`z_nio carries cell type: ${figures(score)}`, remedies);
}

/**
 * States what each probe of a leakage report means. It goes by the probe with the higher score, and compares it with the upper end of
 * chance (with labels, of the chance interval that keeps the mixture of types and batches). Below a tenth of the range between that and
 * certainty, a label counts as nearly at chance; from half of it on, as held.
 */
export function leakageFindings(report: LeakageReport, advice: LeakageAdvice = {}): LeakageFinding[] {
  const { nioDetached } = readOptions('formatLeakage', advice, table);
  checkLeakageReport('formatLeakage: report', report);
  const own = nioDetached !== undefined;
  const { batchFromBio, batchFromNio, typeFromBio, typeFromNio } = report;
  const of = (latent: 'bio' | 'nio', probe: Probe | undefined, say: (probe: Probe) => Said) =>
    probe ? [{ latent, ...say(probe) }] : [];
  return [
    ...of('bio', batchFromBio, (probe) => batchInBio(probe, own)),
    ...of('bio', typeFromBio, typeInBio),
    ...of('nio', batchFromNio, (probe) => batchInNio(probe, own)),
    ...(batchFromNio ? of('nio', typeFromNio, (probe) => typeInNio(probe, nioDetached)) : []),
  ];
}
