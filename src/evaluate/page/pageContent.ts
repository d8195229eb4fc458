import type { ZbioError } from '../../check/errors.js';
import type { Labels } from '../../matrix/labels.js';
import type { Matrix } from '../../matrix/matrix.js';
import type { DesignFinding } from '../../metrics/design/designFindings.js';
import type { IntegrationMetrics } from '../../metrics/integration/integrationMetrics.js';
import type { LeakageReport } from '../../metrics/leakage/leakage.js';
import type { LeakageAdvice } from '../../metrics/leakage/leakageFindings.js';
import type { ModelFacts } from './modelFacts.js';

/** What a report knows: its results, and the cells that it has examined. */
export interface PageContent {
  leakage: LeakageReport;
  integration: IntegrationMetrics;
  /** What the verdict takes into account. */
  advice: LeakageAdvice;
  /** What the design of the experiment allows. */
  design: readonly DesignFinding[];
  batch: Labels;
  labels?: Labels;
  /** [cells, dims] */
  bio: Matrix;
  /** [cells, dims] */
  nio?: Matrix;
  /** Principal components of the cells before integration. [cells, components] */
  original?: Matrix;
  /** Number of cells that the caller gave; those that were examined may be fewer. */
  given: number;
  seed: number | string;
  /** Absent for latents that come from elsewhere. */
  model?: ModelFacts;
}

/** What a page needs in addition, which takes time to compute. */
export interface PageMeasures {
  /** UMAP of the cells before, of z_bio and of z_nio, by these names; or the error if a package for it is missing. [cells, 2] each */
  maps: Record<string, Matrix> | ZbioError;
  /** The cells that the maps show. */
  rows: Int32Array;
  /** Integration metrics of the cells before. */
  before?: IntegrationMetrics;
}
