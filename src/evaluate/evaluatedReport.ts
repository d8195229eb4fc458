import { abortSignal, oneOf, optional, optionalFunction, text } from '../check/checks.js';
import { type OptionTable, readOptions } from '../check/options.js';
import { designWarnings } from '../metrics/design/designWarnings.js';
import { formatIntegration } from '../metrics/integration/formatIntegration.js';
import { type IntegrationMetrics, integrationMetrics } from '../metrics/integration/integrationMetrics.js';
import { formatLeakage } from '../metrics/leakage/formatLeakage.js';
import type { LeakageReport } from '../metrics/leakage/leakage.js';
import type { Watchers } from '../platform/checkpoint.js';
import { stages } from '../platform/stages.js';
import { type ThemeName, themeNames } from '../plot/picture/themes.js';
import type { PageContent, PageMeasures } from './page/pageContent.js';
import type { ReportFigures } from './page/reportFigures.js';

/** Options that whatever takes long has. */
interface Followed {
  /** Aborts the call, between two of its parts: it rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called after every part, with the work done so far and all of it; `done / all` is about the share of the time. */
  onProgress?: (done: number, all: number) => void;
}

/** Options of {@link ModelReport.html}. */
export interface ReportPageOptions extends Followed {
  /** Title of the page; default `'Report'`. */
  title?: string;
}

/** Options of {@link ModelReport.figures}. */
export interface ReportFiguresOptions extends Followed {
  /** Colours of background, text and lines; default `'light'`. */
  theme?: ThemeName;
}

/** A report on latents. */
export interface ModelReport {
  /** How well batch and cell type can be predicted from each latent. */
  readonly leakage: LeakageReport;
  /** Integration metrics of the latent that holds the biology. */
  readonly integration: IntegrationMetrics;
  /** Both as tables, with a verdict in words and what the design of the experiment doesn't allow, for a fixed-width font. */
  readonly text: string;
  /**
   * SHA-256 of the model's weights, genes and categories, in hexadecimal: equal before `save` and after `load`. Absent for latents that
   * were given without their model, and in a page that isn't secure (http).
   */
  readonly fingerprint?: string;
  /**
   * The report as a page: one HTML file that opens offline and loads nothing from elsewhere, light or dark as the reader's system, and
   * light in print. It holds the verdict in words, what to try next, figures, tables, the options, seed and fingerprint of the model,
   * versions and environment.
   *
   * Figures need the optional packages `@observablehq/plot` and `umap-js`, and in Node `linkedom`; where one is missing, a sentence
   * says so in the place of the figure. Maps show at most 5,000 cells. The first call computes maps, and the metrics of the cells before
   * integration: about 20 s for 3,400 cells.
   *
   * @returns The text of the file, below 2 MB. There is nothing to dispose.
   * @throws RangeError on an unknown option; the signal's reason.
   * @example
   * ```ts
   * await writeFile('report.html', await found.html({ title: 'Two studies' }));
   * ```
   */
  html(options?: ReportPageOptions): Promise<string>;
  /**
   * The figures of the page as pictures, for a notebook, or a file of each.
   *
   * @throws RangeError on an unknown option; Error (`ZBIO_NO_PEER`) without the packages that `html` names, and above 20,000 dots in
   * all maps without `fast-png` in Node; the signal's reason.
   * @example
   * ```ts
   * const { maps, metrics } = await found.figures({ theme: 'dark' });
   * await maps.save('maps.png');
   * ```
   */
  figures(options?: ReportFiguresOptions): Promise<ReportFigures>;
}

const followedTable = { signal: optional(abortSignal), onProgress: optionalFunction };

const pageTable = {
  ...followedTable,
  title: (argument, given = 'Report') => text(argument, given),
} satisfies OptionTable<ReportPageOptions>;

const figuresTable = {
  ...followedTable,
  theme: (argument, given = 'light') => oneOf(argument, given, themeNames),
} satisfies OptionTable<ReportFiguresOptions>;

/** Of the time that a page takes, what drawing it takes. */
const drawing = 0.08;

/** A report that can still be drawn. A class, so that a copy by `postMessage` or as JSON leaves out what can't be copied. */
export class EvaluatedReport implements ModelReport {
  readonly leakage: LeakageReport;
  readonly integration: IntegrationMetrics;
  readonly text: string;
  declare readonly fingerprint?: string;
  readonly #content: PageContent;
  #measures: PageMeasures | undefined;

  constructor(content: PageContent) {
    const { leakage, integration, advice, model } = content;
    this.leakage = leakage;
    this.integration = integration;
    const design = designWarnings(content.design).map((message) => `- ${message}`);
    this.text = [
      formatLeakage(leakage, advice),
      ...(design.length ? [['design of the experiment', ...design].join('\n')] : []),
      formatIntegration(integration),
    ].join('\n\n');
    if (model?.fingerprint) this.fingerprint = model.fingerprint;
    this.#content = content;
  }

  async html(options: ReportPageOptions = {}): Promise<string> {
    const { title, ...watchers } = readOptions('html', options, pageTable);
    const { writePage } = await import('./page/writePage.js');
    return this.#drawn(watchers, (measures) => writePage(this.#content, measures, { title }));
  }

  async figures(options: ReportFiguresOptions = {}): Promise<ReportFigures> {
    const { theme, ...watchers } = readOptions('figures', options, figuresTable);
    const { reportFigures } = await import('./page/reportFigures.js');
    return this.#drawn(watchers, (measures) => reportFigures(this.#content, measures, { theme }));
  }

  /** Measures what isn't known yet, then draws. */
  async #drawn<T>(
    { signal, onProgress }: Watchers,
    draw: (measures: PageMeasures) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    const [inMeasuring, inDrawing] = stages(onProgress, [1 - drawing, drawing]);
    const { measure } = await import('./page/measure.js');
    this.#measures ??= await measure(this.#content, integrationMetrics, { signal, onProgress: inMeasuring });
    inDrawing?.(0, 1);
    const drawn = await draw(this.#measures);
    signal?.throwIfAborted();
    inDrawing?.(1, 1);
    return drawn;
  }
}
