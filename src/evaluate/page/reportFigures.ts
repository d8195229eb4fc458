import { pickLabels } from '../../matrix/labels.js';
import type { DotsKind } from '../../plot/embedding/panel.js';
import { embeddingPicture } from '../../plot/embedding/plotEmbedding.js';
import { plotHistory } from '../../plot/history/plotHistory.js';
import type { Picture } from '../../plot/picture/picture.js';
import type { ThemeName } from '../../plot/picture/themes.js';
import { leakagePicture } from '../../plot/plotLeakage.js';
import { plotMetrics } from '../../plot/plotMetrics.js';
import type { PageContent, PageMeasures } from './pageContent.js';

/** The pictures of a report. */
export interface ReportFigures {
  /** Maps of the cells before, of z_bio and of z_nio, by batch and by cell type. */
  maps: Picture;
  /** Integration metrics before and after. */
  metrics: Picture;
  /** How well batch and cell type can be predicted from each latent. */
  leakage: Picture;
  /** How the fit went; only for a model. */
  history?: Picture;
}

/** Name of a figure, in the order of the page. */
export type FigureName = keyof ReportFigures;

/** How figures are drawn. */
export interface FigureStyle {
  theme: ThemeName;
  dots?: DotsKind;
}

async function drawMaps(
  { batch, labels }: PageContent,
  { maps, rows }: PageMeasures,
  { theme, dots }: FigureStyle,
): Promise<Picture> {
  if (maps instanceof Error) throw maps;
  const columns = {
    batch: pickLabels(batch, rows),
    ...(labels ? { labels: pickLabels(labels, rows) } : {}),
  };
  const style = { theme, width: 1000, axes: ['UMAP 1', 'UMAP 2'] as const, ...(dots ? { dots } : {}) };
  return embeddingPicture(maps, columns, style);
}

function drawMetrics(
  { integration }: PageContent,
  { before }: PageMeasures,
  { theme }: FigureStyle,
): Promise<Picture> {
  return plotMetrics({ ...(before ? { before } : {}), z_bio: integration }, { theme });
}

/** Draws each figure that the report has; a call may find a package missing. */
export function figureMakers(
  content: PageContent,
  measures: PageMeasures,
  style: FigureStyle,
): Partial<Record<FigureName, () => Promise<Picture>>> {
  const { leakage, advice, model } = content;
  const { theme } = style;
  const history = model?.history ?? [];
  return {
    maps: () => drawMaps(content, measures, style),
    metrics: () => drawMetrics(content, measures, style),
    leakage: () => leakagePicture(leakage, { theme, width: 800 }, advice),
    ...(history.length > 0 ? { history: () => plotHistory(history, { theme }) } : {}),
  };
}

/** Draws all figures. */
export async function reportFigures(
  content: PageContent,
  measures: PageMeasures,
  style: FigureStyle,
): Promise<ReportFigures> {
  const drawn: Partial<Record<FigureName, Picture>> = {};
  for (const [name, draw] of Object.entries(figureMakers(content, measures, style)))
    drawn[name as FigureName] = await draw();
  return drawn as ReportFigures;
}
