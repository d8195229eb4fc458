/**
 * Pictures of results, as SVG and PNG, and maps of cells by UMAP.
 *
 * @module zbio/plot
 */

export type { EmbeddingColumns } from '../plot/embedding/columnsOf.js';
export {
  type EmbeddingMaps,
  type PlotEmbeddingOptions,
  plotEmbedding,
} from '../plot/embedding/plotEmbedding.js';
export { type PlotHistoryOptions, plotHistory } from '../plot/history/plotHistory.js';
export {
  type InteractiveEmbedding,
  type InteractiveEmbeddingOptions,
  interactiveEmbedding,
  type PageContainer,
} from '../plot/interactive/interactiveEmbedding.js';
export type { PageDocument, PageElement, Picture } from '../plot/picture/picture.js';
export type { PictureOptions } from '../plot/picture/pictureOptions.js';
export type { PngOptions } from '../plot/picture/svgToPng.js';
export type { ThemeName } from '../plot/picture/themes.js';
export { type PlotCounterfactualOptions, plotCounterfactual } from '../plot/plotCounterfactual.js';
export { type FrontierPoint, type PlotFrontierOptions, plotFrontier } from '../plot/plotFrontier.js';
export { type PlotGenesOptions, plotGenes, type ScoredGene, type ScoredGenes } from '../plot/plotGenes.js';
export { type PlotLatentHeatmapOptions, plotLatentHeatmap } from '../plot/plotLatentHeatmap.js';
export { type PlotLeakageOptions, plotLeakage } from '../plot/plotLeakage.js';
export { type PlotMetricsOptions, plotMetrics } from '../plot/plotMetrics.js';
export { type UmapOptions, umap } from '../plot/umap/umap.js';
