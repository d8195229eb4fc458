import { type OptionTable, readOptions } from '../../check/options.js';
import type { LeakageReport } from './leakage.js';
import type { Probe, ProbeScore } from './probe.js';

/** What is known of the model behind a leakage report, so that the verdict doesn't advise what is done already. */
export interface LeakageAdvice {
  /** Whether z_nio is `detached`; default false. */
  nioDetached?: boolean;
}

const table = {
  nioDetached: (_, given = false) => given,
} satisfies OptionTable<LeakageAdvice>;

// Of what lies between chance and certainty. Less than this is there, but no analysis would go wrong by it.
const slight = 0.1;
const half = 0.5;

const upper = ({ interval, within }: ProbeScore): number => Math.max(interval[1], within?.[1] ?? 0);

/** How far a score lies above chance: 0 at the upper end of what chance gives, 1 where every cell is named right. */
const excess = (score: ProbeScore): number => (score.balanced - upper(score)) / (1 - upper(score) || 1);

/** The probe that reads more. */
const better = ({ linear, knn }: Probe): ProbeScore => (excess(linear) >= excess(knn) ? linear : knn);

const figures = (score: ProbeScore): string =>
  `${score.balanced.toFixed(2)} named right, up to ${upper(score).toFixed(2)} by chance`;

const tryText = (remedies: string): string => `, try ${remedies}`;

function batchInBio(probe: Probe): string {
  const score = better(probe);
  if (excess(score) <= 0) return 'batch is at chance in z_bio';
  if (excess(score) < slight) return `batch is nearly at chance in z_bio (${figures(score)})`;
  const remedies = 'a larger weight on batchDependence, alignBatches on z_bio, an adversary, or more epochs';
  return `z_bio carries batch: ${figures(score)}${tryText(remedies)}`;
}

function typeInBio(probe: Probe): string {
  const score = better(probe);
  if (excess(score) >= half) return 'cell type is not lost';
  const [lost, remedies] = ['cell type is lost in z_bio', 'smaller weights on what removes the batch'];
  if (excess(score) < slight) return `${lost}: ${figures(score)}${tryText(remedies)}, or more epochs`;
  return `cell type is only partly kept in z_bio: ${figures(score)}${tryText(remedies)}, or a larger z_bio`;
}

function batchInNio(probe: Probe): string {
  const score = better(probe);
  if (excess(score) >= half) return 'z_nio holds the batch';
  const remedies = 'a larger weight on batchClassifier, or more epochs';
  return `z_nio holds little of the batch: ${figures(score)}${tryText(remedies)}`;
}

function typeInNio(probe: Probe, nioDetached: boolean): string {
  const score = better(probe);
  if (excess(score) <= 0) return 'z_nio holds no cell type';
  if (excess(score) < slight) return `z_nio holds hardly any cell type (${figures(score)})`;
  const last = nioDetached ? 'a smaller weight on batchClassifier' : 'latent: { nio: { detached: true } }';
  const remedies = `fewer dimensions of z_nio, a larger weight on its KL, or ${last}`;
  return `z_nio carries cell type: ${figures(score)}${tryText(remedies)}`;
}

/**
 * What a leakage report means, in words: a line about z_bio and, where there is one, about z_nio, with what to try where it
 * isn't as it should be. Judged by the probe that reads more, against the upper end of what chance gives (with labels: chance that
 * knows the mixture of types and batches). Below a tenth of the way from there to certainty, a label counts as nearly
 * at chance; from half the way on, as held.
 */
export function leakageVerdict(report: LeakageReport, known: LeakageAdvice = {}): string[] {
  const { nioDetached } = readOptions('formatLeakage', known, table);
  const { batchFromBio, batchFromNio, typeFromBio, typeFromNio } = report;
  return [
    [batchInBio(batchFromBio), ...(typeFromBio ? [typeInBio(typeFromBio)] : [])].join('; '),
    ...(batchFromNio
      ? [[batchInNio(batchFromNio), ...(typeFromNio ? [typeInNio(typeFromNio, nioDetached)] : [])].join('; ')]
      : []),
  ];
}
