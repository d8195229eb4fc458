/**
 * Evaluation of trained models: a report on one model, a search over options, directions in a latent space, and the transfer of labels.
 *
 * @module zbio/evaluate
 */

export type { ModelReport, ReportFiguresOptions, ReportPageOptions } from '../evaluate/evaluatedReport.js';
export type { LatentColumns } from '../evaluate/examinedCells.js';
export type { Candidate } from '../evaluate/frontier.js';
export { type LatentDirectionOptions, latentDirection } from '../evaluate/latentDirection.js';
export type { ReportFigures } from '../evaluate/page/reportFigures.js';
export { type ReportColumns, type ReportOptions, report } from '../evaluate/report.js';
export {
  type ReportLatentsOptions,
  reportLatents,
} from '../evaluate/reportLatents.js';
export { type Sweep, type SweepOptions, type SweepPoint, sweep } from '../evaluate/sweep.js';
export {
  type TransferLabelsOptions,
  type TransferredLabels,
  transferLabels,
} from '../evaluate/transferLabels.js';
