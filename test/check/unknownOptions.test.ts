import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zbio } from './publicCalls.js';

// Options are read before all other arguments, so these calls need no others.
const none = undefined as never;
type Call = (options: never) => unknown;

const calls: Record<string, Call> = {
  addToH5ad: (options) => zbio.addToH5ad(none, none, undefined, options),
  DisentangledAE: (options) => new zbio.DisentangledAE(options),
  Biolord: (options) => new zbio.Biolord(options),
  Drvi: (options) => new zbio.Drvi(options),
  MichiGan: (options) => new zbio.MichiGan(options),
  ScDisInFact: (options) => new zbio.ScDisInFact(options),
  Scidrl: (options) => new zbio.Scidrl(options),
  adversary: zbio.adversary,
  alignBatches: zbio.alignBatches,
  alignBatchesLoss: (options) => zbio.alignBatchesLoss(none, none, options),
  batchClassifier: zbio.batchClassifier,
  batchDependence: zbio.batchDependence,
  batchDependenceLoss: (options) => zbio.batchDependenceLoss(none, none, options),
  conditionalBatchDependence: zbio.conditionalBatchDependence,
  concat: (options) => zbio.concat(none, options),
  contrastive: zbio.contrastive,
  contrastiveLoss: (options) => zbio.contrastiveLoss(none, none, options),
  cosineSchedule: zbio.cosineSchedule,
  counterfactualQuality: (options) => zbio.counterfactualQuality({} as never, options),
  createAdditiveDecoder: zbio.createAdditiveDecoder,
  createAttributeNetwork: zbio.createAttributeNetwork,
  createClassifier: zbio.createClassifier,
  createDecoder: zbio.createDecoder,
  createEmbeddingTable: zbio.createEmbeddingTable,
  createEncoder: zbio.createEncoder,
  createGaussianEncoder: zbio.createGaussianEncoder,
  createGeneVector: zbio.createGeneVector,
  createLabelPrior: zbio.createLabelPrior,
  createMlp: zbio.createMlp,
  createProjectionCritic: zbio.createProjectionCritic,
  defaultTerms: zbio.defaultTerms,
  designCheck: zbio.designCheck,
  disentangle: zbio.disentangle,
  disentanglementMetrics: (options) => zbio.disentanglementMetrics(none, none, options),
  exponentialSchedule: zbio.exponentialSchedule,
  exportOnnx: (options) => zbio.exportOnnx(none, 'correct', options),
  formatLeakage: (options) => zbio.formatLeakage({} as never, options),
  gaussianMixtureLogDensity: (options) => zbio.gaussianMixtureLogDensity(none, none, none, options),
  gradientPenalty: (options) => zbio.gradientPenalty(none, none, none, options),
  groupedMmd: (options) => zbio.groupedMmd(none, none, options),
  groupLasso: (options) => zbio.groupLasso(none, options),
  highlyVariableGenes: (options) => zbio.highlyVariableGenes(none, options),
  hsic: (options) => zbio.hsic(none, none, options),
  inputNoise: zbio.inputNoise,
  integrationMetrics: (options) => zbio.integrationMetrics(none, options),
  interactiveEmbedding: (options) => zbio.interactiveEmbedding(none, none, none, options),
  klStandardNormal: zbio.klStandardNormal,
  klVampPriorLoss: (options) => zbio.klVampPriorLoss(none, none, none, none, none, options),
  knnAccuracy: (options) => zbio.knnAccuracy(none, none, options),
  latentDirection: (options) => zbio.latentDirection(none, none, options),
  leakage: (options) => zbio.leakage(none, options),
  linearSchedule: zbio.linearSchedule,
  mmd: (options) => zbio.mmd(none, none, options),
  neighborhoods: (options) => zbio.neighborhoods(none, options),
  normalizeTotal: (options) => zbio.normalizeTotal(none, options),
  pca: (options) => zbio.pca(none, options),
  plotCounterfactual: (options) => zbio.plotCounterfactual(none, options),
  plotEmbedding: (options) => zbio.plotEmbedding(none, none, options),
  plotFrontier: (options) => zbio.plotFrontier(none, options),
  plotGenes: (options) => zbio.plotGenes(none, options),
  plotHistory: (options) => zbio.plotHistory(none, options),
  plotLatentHeatmap: (options) => zbio.plotLatentHeatmap(none, none, options),
  plotLeakage: (options) => zbio.plotLeakage(none, options),
  plotMetrics: (options) => zbio.plotMetrics(none, options),
  pooledLogits: (options) => zbio.pooledLogits(none, none, options),
  rankGenes: (options) => zbio.rankGenes(none, options),
  rbfKernel: (options) => zbio.rbfKernel(none, none, options),
  reportLatents: (options) => zbio.reportLatents(none, none, options),
  read10x: (options) => zbio.read10x(none, options),
  readCsv: (options) => zbio.readCsv(none, options),
  readMatrixMarket: (options) => zbio.readMatrixMarket(none, options),
  readZarr: (options) => zbio.readZarr(none, options),
  readH5ad: (options) => zbio.readH5ad(none, options),
  inspect: (options) => zbio.inspect(none, options),
  reconstruction: zbio.reconstruction,
  report: (options) => zbio.report(none, none, none, options),
  scale: (options) => zbio.scale(none, options),
  simulateCells: zbio.simulateCells,
  stepSchedule: zbio.stepSchedule,
  sweep: (options) => zbio.sweep(options, none),
  totalCorrelation: (options) => zbio.totalCorrelation(none, none, none, options),
  transferLabels: (options) => zbio.transferLabels(none, none, none, options),
  umap: (options) => zbio.umap(none, options),
  useBackend: (options) => zbio.useBackend(none, options),
  warmUp: zbio.warmUp,
  writeH5ad: (options) => zbio.writeH5ad(none, undefined, options),
};

/** Exported functions and constructors that take `…Options`, by the text of the sources. */
function takingOptions(): string[] {
  const found = new Set<string>();
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  for (const file of files) {
    const text = readFileSync(join('src', file), 'utf8');
    for (const [, name] of text.matchAll(/^export (?:async )?function (\w+)[^(]*\([^{]*?: \w+Options\b/gm))
      found.add(name!);
    const [, made] = text.match(/^export class (\w+)[^}]*?constructor\(\w+: \w+Options\b/ms) ?? [];
    if (made) found.add(made);
  }
  return [...found].filter((name) => name in zbio).sort();
}

test('the list covers every exported function with options', () => {
  const missing = takingOptions().filter((name) => !(name in calls));
  expect(missing).toEqual([]);
  expect(takingOptions().length).toBeGreaterThan(55);
});

test.each(Object.entries(calls))('%s refuses an unknown option by name', async (_, call) => {
  // No option's name begins with a dollar sign.
  const names = fc.string().map((text) => `$${text}`);
  const refuses = async (name: string) => {
    const answer = async () => call({ [name]: 1 } as never);
    await expect(answer()).rejects.toThrow(`unknown option '${name}'. Did you mean '`);
  };
  await fc.assert(fc.asyncProperty(names, refuses), { numRuns: 20 });
});
