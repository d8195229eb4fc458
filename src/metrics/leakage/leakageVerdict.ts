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

const tryText = (remedies: string): string => `, try ${remedies}`;

function batchInBio(probe: Probe, own: boolean): string {
  const score = better(probe);
  if (excess(score) <= 0) return 'batch is at chance in z_bio';
  if (excess(score) < slight) return `batch is nearly at chance in z_bio (${figures(score)})`;
  const more = own
    ? 'a larger weight on batchDependence, alignBatches on z_bio, an adversary'
    : 'more weight on what removes the batch';
  const remedies = `${more}, or more epochs`;
  return `z_bio carries batch: ${figures(score)}${tryText(remedies)}`;
}

function typeInBio(probe: Probe): string {
  const score = better(probe);
  if (excess(score) >= half) return 'cell type is not lost';
  const [lost, remedies] = ['cell type is lost in z_bio', 'smaller weights on what removes the batch'];
  if (excess(score) < slight) return `${lost}: ${figures(score)}${tryText(remedies)}, or more epochs`;
  return `cell type is only partly kept in z_bio: ${figures(score)}${tryText(remedies)}, or a larger z_bio`;
}

function batchInNio(probe: Probe, own: boolean): string {
  const score = better(probe);
  if (excess(score) >= half) return 'z_nio holds the batch';
  const remedies = `a larger weight on ${own ? 'batchClassifier' : 'what predicts the batch from it'}, or more epochs`;
  return `z_nio holds little of the batch: ${figures(score)}${tryText(remedies)}`;
}

function typeInNio(probe: Probe, nioDetached: boolean | undefined): string {
  const score = better(probe);
  if (excess(score) <= 0) return 'z_nio holds no cell type';
  if (excess(score) < slight) return `z_nio holds hardly any cell type (${figures(score)})`;
  const last = nioDetached ? 'a smaller weight on batchClassifier' : 'latent: { nio: { detached: true } }';
  const remedies =
    nioDetached === undefined
      ? 'fewer dimensions of z_nio'
      : `fewer dimensions of z_nio, a larger weight on its KL, or ${last}`;
  return `z_nio carries cell type: ${figures(score)}${tryText(remedies)}`;
}

/**
 * States in words what a leakage report means: one line on z_bio and, if the report has z_nio, one line on it, with a
 * remedy for every fault. The verdict uses the probe with the higher score and compares it with the upper end of chance
 * (with labels, of the chance interval that keeps the mixture of types and batches). Below a tenth of the range between
 * that and certainty, a label counts as nearly at chance; from half of it on, as held.
 */
export function leakageVerdict(report: LeakageReport, advice: LeakageAdvice = {}): string[] {
  const { nioDetached } = readOptions('formatLeakage', advice, table);
  checkLeakageReport('formatLeakage: report', report);
  const own = nioDetached !== undefined;
  const { batchFromBio, batchFromNio, typeFromBio, typeFromNio } = report;
  return [
    [batchInBio(batchFromBio, own), ...(typeFromBio ? [typeInBio(typeFromBio)] : [])].join('; '),
    ...(batchFromNio
      ? [
          [batchInNio(batchFromNio, own), ...(typeFromNio ? [typeInNio(typeFromNio, nioDetached)] : [])].join(
            '; ',
          ),
        ]
      : []),
  ];
}
