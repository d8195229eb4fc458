import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import * as autoencoder from 'zbio/autoencoder';
import * as errors from 'zbio/errors';
import * as evaluate from 'zbio/evaluate';
import * as io from 'zbio/io';
import * as losses from 'zbio/losses';
import * as metrics from 'zbio/metrics';
import * as nn from 'zbio/nn';
import * as plot from 'zbio/plot';
import * as preprocess from 'zbio/preprocess';
import * as schedules from 'zbio/schedules';
import * as simulate from 'zbio/simulate';
import * as systems from 'zbio/systems';
import * as train from 'zbio/train';

/** Everything that the package exports, by name. */
export const zbio = {
  ...autoencoder,
  ...errors,
  ...evaluate,
  ...io,
  ...losses,
  ...metrics,
  ...nn,
  ...plot,
  ...preprocess,
  ...schedules,
  ...simulate,
  ...systems,
  ...train,
};

/** A right call: its arguments, made anew, and what is called with them. */
export interface PublicCall {
  args(): unknown[];
  // biome-ignore lint/suspicious/noExplicitAny: arguments of every type, right and wrong.
  call(...args: any[]): unknown;
  /** Whether a call takes long. */
  slow?: boolean;
}

const folder = mkdtempSync(join(tmpdir(), 'zbio-'));
const path = join(folder, 'cells.h5ad');
/** What the calls write. */
const copy = join(folder, 'copy.h5ad');

const numbersOf = (length: number, scale = 1): Float32Array =>
  Float32Array.from({ length }, (_, i) => scale * ((i * 37) % 11));
const matrix = (rows = 24, columns = 6): preprocess.Matrix => ({
  data: numbersOf(rows * columns, 0.1),
  shape: [rows, columns],
});
const counts = (rows = 24, columns = 6): preprocess.Matrix => ({
  data: numbersOf(rows * columns).map(Math.floor),
  shape: [rows, columns],
});
const named = (names: string[], cells = 24): string[] =>
  Array.from({ length: cells }, (_, i) => names[Math.floor((i * 7) / 3) % names.length]!);
const batch = (cells = 24) => named(['a', 'b'], cells);
const labels = (cells = 24) => named(['x', 'x', 'y'], cells);
const genes = () => Array.from({ length: 6 }, (_, i) => `G${i}`);

const mtx = () =>
  new TextEncoder().encode('%%MatrixMarket matrix coordinate integer general\n2 2 2\n1 1 3\n2 2 4\n');
/** A store as the caller's own object, which isn't changed from within. */
const zarrStore = () => {
  const url = new URL('../reference/dataIn/zarr2.json', import.meta.url);
  const files: Record<string, string> = JSON.parse(readFileSync(url, 'utf8'));
  const get = async (key: string) =>
    files[key.slice(1)] && new Uint8Array(Buffer.from(files[key.slice(1)]!, 'base64'));
  return Object.assign(Object.create({}), { get });
};
const csv = () => new TextEncoder().encode('cell,G1,G2\na,1,x\nb,,y\n');
const tsv = () => new TextEncoder().encode('a\nb\n');

const t = (rows = 8, columns = 3) => tf.tensor2d(numbersOf(rows * columns, 0.1), [rows, columns]);
const oneHot = (rows = 8, classes = 2) =>
  tf.tidy(() =>
    tf.oneHot(
      tf.tensor1d(
        Array.from({ length: rows }, (_, i) => i % classes),
        'int32',
      ),
      classes,
      1,
      0,
      'float32',
    ),
  );
// Not a plain object: what is wrong inside it is a fault of the caller's own functions.
const rng = () => Object.assign(Object.create({}), zbio.createRng(1)) as nn.Rng;
const mode = () => ({ training: true, rng: rng() });
const smooth = () => (x: tf.Tensor2D) => tf.square(x);

const of = (name: keyof typeof zbio, args: () => unknown[], slow = false): [string, PublicCall] => [
  name,
  { args, slow, call: (...given) => (zbio[name] as (...given: unknown[]) => unknown)(...given) },
];
const making = (name: keyof typeof zbio, args: () => unknown[]): [string, PublicCall] => [
  name,
  { args, call: (...given) => new (zbio[name] as new (...given: unknown[]) => unknown)(...given) },
];
/** A function of pages: here, right arguments end at the absence of a page. */
const inPages = (name: keyof typeof zbio, args: () => unknown[]): [string, PublicCall] => {
  const [, { call }] = of(name, args);
  const throughPage = async (...given: unknown[]) => {
    try {
      await call(...given);
    } catch (error) {
      if (!zbio.isZbioError(error) || !error.message.includes('in a page only')) throw error;
    }
  };
  return [name, { args, call: throughPage }];
};

const quick = () => ({
  epochs: 1,
  batchSize: 12,
  dropLast: false,
  validation: 0.25,
  earlyStopping: { patience: 1, minDelta: 0 },
  genes: genes(),
  preprocessing: { note: 'none' },
  compile: false,
  onEpoch: () => undefined,
  onWarning: () => undefined,
  signal: new AbortController().signal,
  checkpoint: { path: join(folder, 'run.zbio'), every: 1 },
  resume: false,
});
const cellOptions = () => ({
  genes: genes(),
  compile: false,
  onWarning: () => undefined,
  signal: new AbortController().signal,
});
const hiddenOptions = () => ({
  hidden: [4],
  activation: 'relu',
  norm: 'batch',
  dropout: 0.1,
  initial: 'fanIn',
  rng: rng(),
});
const shapeOptions = () => ({
  hidden: [4],
  activation: 'relu',
  norm: 'batch',
  dropout: 0.1,
  initial: 'fanIn',
});
const kernel = () => ({ kernelMul: 2, kernelNum: 3, fixSigma: 1 });
const range = () => ({ from: 1, to: 0.1, until: 0.5 });
const adata = () =>
  zbio.createAnnData(counts(), {
    obs: { batch: zbio.categorical(batch()), depth: new Float64Array(24) },
    varNames: genes(),
    obsm: { pca: matrix(24, 2) },
    layers: { counts: counts() },
    uns: uns(),
  });
const uns = () => ({
  title: 'cells',
  pca: { variance: new Float64Array(2), loadings: matrix(6, 2), names: ['a', 'b'], centred: true },
  graph: csr(),
});
const csr = (): preprocess.CsrMatrix => ({
  data: Float32Array.of(1, 2),
  indices: Int32Array.of(0, 1),
  indptr: Int32Array.of(0, 1, 2),
  shape: [2, 2],
});
const additions = () => ({
  obs: { kind: zbio.categorical(labels()), total: new Float32Array(24), name: batch() },
  var: { mean: new Float32Array(6) },
  obsNames: Array.from({ length: 24 }, (_, i) => `c${i}`),
  varNames: genes(),
  obsm: { X_new: matrix() },
  layers: { scaled: matrix(), counts: counts() },
  uns: uns(),
});

const functions: [string, PublicCall][] = [
  // zbio/autoencoder
  of('adversary', () => [{ name: 'adversary', weight: 1, on: 'bio', ...shapeOptions() }]),
  of('alignBatches', () => [{ name: 'align', weight: 1, on: 'bio', kernelMul: 2, kernelNum: 3 }]),
  of('batchClassifier', () => [{ name: 'classes', weight: 1, on: 'nio', ...shapeOptions() }]),
  of('batchDependence', () => [{ name: 'dependence', weight: 1, kernel: 'rbf', on: 'bio', of: 'sample' }]),
  of('conditionalBatchDependence', () => [
    { name: 'local', weight: 1, within: 'labels', width: 0.1, on: 'bio' },
  ]),
  of('contrastive', () => [{ name: 'contrastive', weight: 1, on: 'bio', temperature: 0.2 }]),
  of('defaultTerms', () => [{ reconstruction: 1, klBio: (): number => 1 }]),
  of('disentangle', () => [{ name: 'apart', weight: 1, measure: 'mmd', normalize: true, estimator: 'club' }]),
  of('klStandardNormal', () => [{ name: 'kl', weight: 1, on: 'bio' }]),
  of('reconstruction', () => [{ name: 'reconstruction', weight: 1, measure: 'scaled' }]),
  // zbio/errors
  of('isZbioError', () => [new Error()]),
  // zbio/losses
  of('bernoulliLogLikelihood', () => [t(), t()]),
  of('gaussianKl', () => [t(), t(), t(), t()]),
  of('gaussianLogLikelihood', () => [t(), t(), t()]),
  of('gaussianMixtureLogDensity', () => [t(), t(4), t(4), { logits: t(1, 4) }]),
  of('logMeanOfShares', () => [t(), t()]),
  of('negativeBinomialLogLikelihood', () => [t(), t(), t()]),
  of('poissonLogLikelihood', () => [t(), t()]),
  of('zeroInflatedNegativeBinomialLogLikelihood', () => [t(), t(), t(), t()]),
  of('alignBatchesLoss', () => [t(), oneHot(), kernel()]),
  of('batchClassifierLoss', () => [t(), oneHot(8, 3)]),
  of('batchDependenceLoss', () => [t(), oneHot(), { kernel: 'rbf' }]),
  of('club', () => [t(), t(), t()]),
  of('clubLikelihood', () => [t(), t(), t()]),
  of('conditionalBatchDependenceLoss', () => [t(), oneHot(), oneHot(8, 4)]),
  of('contrastiveLoss', () => [t(), t(), { temperature: 0.2, labels: oneHot() }]),
  of('gradientPenalty', () => [smooth(), t(), rng(), { probes: 1 }]),
  of('groupedMmd', () => [t(), oneHot(), { ...kernel(), bandwidths: undefined, reference: 0 }]),
  of('groupLasso', () => [t(), { smoothing: 0.1 }]),
  of('hsic', () => [t(), t(8, 2), { normalized: true, kernel: 'rbf', fixSigma: 1 }]),
  of('infoNce', () => [t(3, 3)]),
  of('klLabelPriorLoss', () => [t(), t(), oneHot(), t(2), t(2)]),
  of('klOfMoments', () => [t()]),
  of('klStandardNormalLoss', () => [t(), t()]),
  of('klVampPriorLoss', () => [t(), t(), t(), t(4), t(4), { logits: t(1, 4) }]),
  of('meanSquaredError', () => [t(), t()]),
  of('mmd', () => [t(), t(5), { ...kernel(), normalize: true }]),
  of('neighborhoods', () => [t(), { width: 0.1 }]),
  of('rbfKernel', () => [t(), t(5), kernel()]),
  of('reconstructionLoss', () => [t(), t()]),
  of('scaledReconstructionLoss', () => [t(), t(), tf.ones([3])]),
  of('totalCorrelation', () => [t(), t(), t(), { cells: 20, estimator: 'mss' }]),
  of('unitGradientPenalty', () => [smooth(), t()]),
  of('cosineSimilarities', () => [t(), t(5)]),
  of('digamma', () => [t()]),
  of('lgamma', () => [t()]),
  of('normalizeRows', () => [t()]),
  of('squaredDistances', () => [t(), t(5)]),
  of('standardizeRows', () => [t()]),
  // zbio/nn
  of('gradientReversal', () => [t(), 1]),
  of('createAdditiveDecoder', () => [
    { latent: 2, genes: 6, batches: 2, hidden: [4], pooling: 'mean', rng: rng() },
  ]),
  of('createAttributeNetwork', () => [{ inputs: 2, outputs: 3, hidden: [4], dropout: 0.1, rng: rng() }]),
  of('createClassifier', () => [{ inputs: 2, classes: 3, ...hiddenOptions() }]),
  of('createDecoder', () => [{ latent: 2, batches: 2, genes: 6, batchInto: 'every', ...hiddenOptions() }]),
  of('createEmbeddingTable', () => [{ rows: 3, columns: 2, rng: rng() }]),
  of('createEncoder', () => [
    { genes: 6, latent: { bio: 2, nio: { size: 2 } }, distribution: 'gaussian', ...hiddenOptions() },
  ]),
  of('createGaussianEncoder', () => [{ inputs: 3, outputs: 2, ...hiddenOptions() }]),
  of('gaussianMoments', () => [t(8, 4)]),
  of('createGeneVector', () => [{ genes: 6, mean: 1, rng: rng() }]),
  of('createLabelPrior', () => [{ labels: 2, size: 3, rng: rng() }]),
  of('createMlp', () => [
    { inputs: 3, outputs: 2, repeated: 1, heads: 1, ...hiddenOptions(), activation: ['relu'] },
  ]),
  of('createProjectionCritic', () => [{ genes: 6, codes: 2, ...hiddenOptions() }]),
  of('createStandardScaler', () => [6, matrix()]),
  of('pooledLogits', () => [t(6, 4), t(4, 6), { splits: 2, budget: 100 }]),
  of('sampleGaussian', () => [t(), t(), mode(), 0.1]),
  of('maskTensor', () => [[2, 3], 0.5, rng()]),
  of('normalTensor', () => [[2, 3], rng()]),
  of('uniformTensor', () => [[2, 3], rng()]),
  of('createRng', () => [1, undefined]),
  of('detach', () => [t()]),
  // zbio/plot
  of('umap', () => [
    matrix(24, 2),
    {
      ...{ seed: 1, neighbors: 5, minDist: 0.1, exact: true, epochs: 2 },
      ...{ signal: new AbortController().signal, onProgress: () => undefined },
    },
  ]),
  of('plotEmbedding', () => [
    { before: matrix(24, 2), after: matrix(24, 2) },
    { batch: batch(), labels: labels(), depth: numbersOf(24, 0.1) },
    { ...pictureOptions(), axes: ['UMAP 1', 'UMAP 2'] },
  ]),
  inPages('interactiveEmbedding', () => [
    Object.assign(Object.create({}), { ownerDocument: null, append: () => undefined }),
    matrix(24, 2),
    { batch: batch(), labels: labels(), depth: numbersOf(24, 0.1) },
    {
      ...{ colourBy: 'labels', title: 'Cells', theme: 'dark', height: 300 },
      ...{ onSelect: () => undefined, onHover: () => undefined },
    },
  ]),
  of('plotHistory', () => [[epochRecord()], pictureOptions()]),
  of('plotLeakage', () => [leakageReport(), pictureOptions()]),
  of('plotFrontier', () => [{ points: [sweepPoint()], knee: sweepPoint() }, pictureOptions()]),
  of('plotLatentHeatmap', () => [{ bio: matrix(24, 2), nio: matrix(24, 1) }, labels(), pictureOptions()]),
  of('plotCounterfactual', () => [
    { corrected: predicted(), unchanged: predicted(), shifted: predicted() },
    pictureOptions(),
  ]),
  of('plotGenes', () => [
    { treatment: [{ index: 0, name: 'CD3E', score: 1 }] },
    { ...pictureOptions(), top: 3, groups: 2 },
  ]),
  of('plotMetrics', () => [{ after: integration() }, pictureOptions()]),
  // zbio/schedules
  of('dropoutNoise', () => [t(), 0.5, rng()]),
  of('gaussianNoise', () => [t(), 0.5, rng()]),
  of('inputNoise', () => [{ gaussian: 0.1, dropout: (): number => 0.1 }]),
  of('constantSchedule', () => [1]),
  of('cosineSchedule', () => [range()]),
  of('exponentialSchedule', () => [range()]),
  of('fadeOut', () => [1]),
  of('joinSchedules', () => [[1, (): number => 2], [0.5]]),
  of('linearSchedule', () => [range()]),
  of('stepSchedule', () => [{ from: 1, factor: 0.5, every: 2 }]),
  of('warmUp', () => [{ epochs: 1, ramp: 1, to: 1 }]),
  // zbio/preprocess
  of('nearestNeighbors', () => [matrix(), 3]),
  of('pca', () => [matrix(), { components: 2, seed: 1 }]),
  of('selectColumns', () => [matrix(), [0, 2]]),
  of('selectRows', () => [matrix(), [0, 2]]),
  of('highlyVariableGenes', () => [matrix(), { batch: batch(), count: 2, names: genes() }]),
  of('log1p', () => [matrix()]),
  of('normalizeTotal', () => [counts(), { targetSum: 100 }]),
  of('scale', () => [matrix(), { maxValue: 3 }]),
  // zbio/io
  of('categorical', () => [batch()]),
  of('checkWritable', () => [path]),
  of('columnText', () => [batch()]),
  of('column', () => [{ batch: batch() }, 'batch']),
  of('labels', () => [{ batch: batch() }, 'batch']),
  of('createAnnData', () => [
    counts(),
    { obs: { batch: batch() }, varNames: genes(), obsm: {}, layers: {}, uns: {} },
  ]),
  of('readH5ad', () => [path, { x: 'counts', maxElementBytes: 1e6, externalFolder: '.' }]),
  of('readMatrixMarket', () => [mtx(), { transpose: true, maxBytes: 1000 }]),
  of('readCsv', () => [csv(), { delimiter: ',', rowNames: true, annotations: ['G2'], missing: 0 }]),
  of('readZarr', () => [zarrStore(), { x: 'X', leaveOut: ['layers'], maxBytes: 1e6 }]),
  of('read10x', () => [
    { matrix: mtx(), features: tsv(), barcodes: tsv() },
    { names: 'ids', makeUnique: true },
  ]),
  of('writeH5ad', () => [adata(), copy, { signal: new AbortController().signal }]),
  of('addToH5ad', () => [path, additions(), copy, { x: 'X', signal: new AbortController().signal }]),
  of('inspect', () => [path]),
  of('concat', () => [
    { one: adata(), two: adata() },
    { join: 'outer', label: 'file' },
  ]),
  of('verifyModel', () => [bytes['Scidrl']!]),
  of('subsetCells', () => [adata(), [0, 3]]),
  of('subsetGenes', () => [adata(), ['G0', 'G3']]),
  of('makeUnique', () => [genes()]),
  of('describeUnits', () => [counts()]),
  // zbio/simulate
  of('simulateCells', () => [
    { cells: 20, genes: 6, batches: 2, types: 2, conditions: 1, seed: 1, truth: true, trajectory: false },
  ]),
  // zbio/metrics
  of('counterfactualQuality', () => [
    { source: matrix(), corrected: matrix(), target: matrix() },
    {
      labels: labels(),
      targetLabels: labels(),
      training: { source: matrix(), target: matrix() },
      components: 2,
      minCells: 2,
    },
  ]),
  of('designCheck', () => [{ batch: batch(), condition: labels(), labels: labels() }]),
  of(
    'disentanglementMetrics',
    () => [
      { bio: matrix(24, 2), nio: matrix(24, 1) },
      { type: labels(), dose: named(['1', '2', '3']) },
      { seed: 1, signal: new AbortController().signal },
    ],
    true,
  ),
  of(
    'integrationMetrics',
    () => [
      matrix(92, 3),
      {
        batch: batch(92),
        labels: labels(92),
        original: matrix(92, 4),
        maxCells: 100,
        seed: 1,
        signal: new AbortController().signal,
      },
    ],
    true,
  ),
  of('formatLeakage', () => [leakageReport(), { nioDetached: true }]),
  of('knnAccuracy', () => [matrix(), labels(), { k: 3 }]),
  of(
    'leakage',
    () => [
      { bio: matrix(24, 2), nio: matrix(24, 2) },
      {
        batch: batch(),
        labels: labels(),
        folds: 2,
        permutations: 1,
        seed: 1,
        maxCells: 20,
        signal: new AbortController().signal,
      },
    ],
    true,
  ),
  // zbio/evaluate
  of(
    'reportLatents',
    () => [
      { bio: matrix(92, 2), nio: matrix(92, 1) },
      { batch: batch(92), labels: labels(92) },
      { x: matrix(92, 4), seed: 1, maxCells: 100, signal: new AbortController().signal },
    ],
    true,
  ),
  of('latentDirection', () => [matrix(), batch(), { from: 'a', to: 'b' }]),
  of('transferLabels', () => [matrix(), batch(), matrix(), {}]),
];

const probe = () => {
  const score = { balanced: 0.5, interval: [0.4, 0.6] as [number, number] };
  return { linear: score, knn: score, chance: 0.5, majority: 0.5 };
};

const leakageReport = (): metrics.LeakageReport => ({
  batchFromBio: probe(),
  dependence: { hsicBioBatch: { value: 0, chance: 0 }, mmdBatches: { value: 0, chance: 0 } },
  cells: 3,
  sampled: false,
});
const pictureOptions = () => ({ title: 'Cells', theme: 'dark', width: 400 });
const epochRecord = (): train.EpochRecord => ({
  ...{ epoch: 0, epochs: 1, total: 1, noise: 0, seconds: 1 },
  ...{ terms: { reconstruction: 1 }, weights: { reconstruction: 1 }, learningRates: { model: 1e-3 } },
  validation: { total: 1, terms: { reconstruction: 1 }, error: 1 },
});

const sweepPoint = (): plot.FrontierPoint => ({
  ...{ value: 1, batchCorrection: 0.5, bioConservation: 0.5, frontier: true },
});
const predicted = (): metrics.CounterfactualScores => {
  const score = { r2: 0.5, mse: 0.1, eDistance: 1 };
  return { ...score, perLabel: [{ ...score, label: 'x', cells: 3, targetCells: 3 }] };
};
const integration = (): metrics.IntegrationMetrics => ({
  ...{ bras: 0.5, iLisi: 0.5, kBet: Number.NaN, graphConnectivity: 1, batchCorrection: 0.7 },
  sampled: { cells: 100, samples: 3, standardError: { bras: 0.1 } },
});

const classes: [string, PublicCall][] = [
  making('DisentangledAE', () => [
    {
      preset: 'default',
      latent: { bio: { size: 2, distribution: 'gaussian', detached: false }, nio: 2 },
      encoder: { ...shapeOptions() },
      decoder: { ...shapeOptions(), batchInto: 'every' },
      terms: [{ name: 'x', loss: () => tf.scalar(0) }],
      noise: 0,
      optimizer: { learningRate: 1e-3, beta1: 0.9 },
      seed: 1,
      input: 'auto',
    },
  ]),
  making('Biolord', () => [
    {
      attributes: { type: 'categories' },
      unknown: 2,
      decoder: [4],
      encoder: [4],
      likelihood: 'normal',
      seed: 1,
    },
  ]),
  making('Drvi', () => [{ latent: 2, seed: 1 }]),
  making('MichiGan', () => [
    {
      latent: 2,
      noise: 2,
      learningRate: { encoder: 1e-3 },
      layers: { encoder: { hidden: [4], activation: 'relu', norm: 'none', dropout: 0.1 } },
      seed: 1,
    },
  ]),
  making('ScDisInFact', () => [{ conditions: ['condition'], seed: 1 }]),
  making('Scidrl', () => [{ noise: 2, bio: 2, hidden: 4, discriminator: [4], seed: 1 }]),
];

/** Fitted models, by class; made once. */
const models: Record<string, train.System<train.SystemOptions, object, string>> = {};

const columnsFor: Readonly<Record<string, () => Record<string, unknown>>> = {
  DisentangledAE: () => ({ batch: batch(), labels: labels() }),
  Biolord: () => ({ batch: batch(), type: labels() }),
  Drvi: () => ({ batch: batch() }),
  MichiGan: () => ({ batch: batch() }),
  ScDisInFact: () => ({ batch: batch(), condition: labels() }),
  Scidrl: () => ({ batch: batch() }),
};
const small: Readonly<Record<string, () => train.System<train.SystemOptions, object, string>>> = {
  DisentangledAE: () =>
    new zbio.DisentangledAE({
      latent: { bio: 2, nio: 2 },
      encoder: { hidden: [4] },
      decoder: { hidden: [4] },
    }),
  Biolord: () =>
    new zbio.Biolord({ attributes: { type: 'categories' }, unknown: 2, decoder: [4], encoder: [4] }),
  Drvi: () => new zbio.Drvi({ latent: 2, encoder: [4], decoder: [4] }),
  MichiGan: () =>
    new zbio.MichiGan({
      latent: 2,
      noise: 2,
      layers: { generator: { hidden: [4] }, critic: { hidden: [4] } },
    }),
  ScDisInFact: () => new zbio.ScDisInFact({ conditions: ['condition'], hidden: 4 }),
  Scidrl: () => new zbio.Scidrl({ noise: 2, bio: 2, hidden: 4, discriminator: [4] }),
};
const cellsFor = (name: string) => (['Drvi', 'ScDisInFact'].includes(name) ? counts() : matrix());
const bytes: Record<string, ArrayBuffer> = {};

/** Fits one model of each class, writes a file, and makes what other calls need. */
export async function prepare(): Promise<void> {
  await zbio.writeH5ad(adata(), path);
  for (const [name, make] of Object.entries(small)) {
    const model = await make().fit(cellsFor(name), columnsFor[name]!() as never, {
      epochs: 1,
      batchSize: 12,
      compile: false,
      onWarning: () => undefined,
    });
    models[name] = model;
    bytes[name] = await model.save();
  }
}

/** Frees the models and removes the files. */
export function release(): void {
  for (const model of Object.values(models)) model.dispose();
  rmSync(folder, { recursive: true });
}

/** Reads all that an asynchronous generator yields. */
async function all(yields: AsyncIterable<unknown>): Promise<unknown[]> {
  const found = [];
  for await (const one of yields) found.push(one);
  return found;
}

type Methods = Record<string, (...args: unknown[]) => unknown>;
const verb = (name: string, method: string, args: () => unknown[]): [string, PublicCall] => [
  `${name}.${method}`,
  { args, call: (...given) => (models[name] as unknown as Methods)[method]!(...given) },
];
/** Trains a new model and frees it. */
const training = (name: string, method: string): [string, PublicCall] => [
  `${name}.${method}`,
  {
    slow: true,
    args: () => [cellsFor(name), columnsFor[name]!(), quick()],
    call: async (...given) => {
      using model = small[name]!();
      const answer = (model as unknown as Methods)[method]!(...given);
      return method === 'fitEpochs'
        ? void (await all(answer as AsyncIterable<unknown>))
        : void (await answer);
    },
  },
];
/** Maps a new batch onto a model. */
const extending = (name: string): [string, PublicCall] => {
  const options = () => ({ ...cellOptions(), form: 'aligned', seed: 1 });
  const [title, call] = verb(name, 'extend', () => [matrix(), named(['c', 'd']), options()]);
  return [title, { ...call, slow: true }];
};
const loading = (name: string): [string, PublicCall] => [
  `${name}.load`,
  {
    args: () => [bytes[name]!.slice(0), {}],
    call: (...given) => (zbio[name as keyof typeof zbio] as unknown as Methods)['load']!(...given),
  },
];

const methods: [string, PublicCall][] = Object.keys(small).flatMap((name) => [
  training(name, 'fit'),
  loading(name),
  verb(name, 'save', () => [join(folder, 'model.zbio')]),
  ...(name === 'DisentangledAE'
    ? [verb(name, 'transform', () => [matrix(), { batch: batch(), ...cellOptions() }, cellOptions()])]
    : [verb(name, 'transform', () => [cellsFor(name), columnsFor[name]!(), cellOptions()])]),
]);

const verbs: [string, PublicCall][] = [
  training('DisentangledAE', 'fitEpochs'),
  training('DisentangledAE', 'fitTransform'),
  verb('DisentangledAE', 'categories', () => ['labels']),
  verb('DisentangledAE', 'reconstruct', () => [matrix(), batch(), cellOptions()]),
  verb('DisentangledAE', 'correct', () => [matrix(), { to: 'a', ...cellOptions() }]),
  extending('DisentangledAE'),
  extending('Scidrl'),
  verb('Biolord', 'codes', () => []),
  verb('Biolord', 'vectors', () => ['type', ['x', 'y']]),
  verb('Biolord', 'predict', () => [
    matrix(),
    columnsFor['Biolord']!(),
    { to: { type: 'x' }, codes: matrix(24, 2), ...cellOptions() },
  ]),
  [
    'Biolord.predictGrid',
    {
      args: () => [matrix(), columnsFor['Biolord']!(), { type: ['x', 'y'] }, cellOptions()],
      call: (...given) =>
        all((models['Biolord'] as systems.Biolord).predictGrid(...(given as [never, never, never]))),
    },
  ],
  verb('Drvi', 'reconstruct', () => [counts(), { batch: batch() }, cellOptions()]),
  verb('Drvi', 'correct', () => [counts(), { to: 'a', ...cellOptions() }]),
  verb('Drvi', 'interpret', () => [counts(), { batch: batch() }, cellOptions()]),
  verb('MichiGan', 'generate', () => [
    matrix(24, 2),
    { seed: 1, shift: [0, 1], signal: new AbortController().signal },
  ]),
  verb('ScDisInFact', 'predict', () => [
    counts(),
    columnsFor['ScDisInFact']!(),
    { to: { condition: 'x', batch: 'a' }, ...cellOptions() },
  ]),
  verb('ScDisInFact', 'keyGenes', () => []),
  verb('Scidrl', 'correct', () => [matrix(), { range: 'own', publishedBatchNorm: false, ...cellOptions() }]),
  of('exportOnnx', () => [models['DisentangledAE'], 'correct', { to: 'a' }]),
  of('rankGenes', () => [interpretation(), { by: undefined, top: 2, genes: genes() }]),
  of('useBackend', () => ['wasm', { wasmPaths: undefined }]),
  of(
    'report',
    () => [
      models['DisentangledAE'],
      matrix(92),
      { batch: batch(92), labels: labels(92) },
      { genes: genes(), seed: 1, maxCells: 90, signal: new AbortController().signal },
    ],
    true,
  ),
  [
    'sweep',
    {
      slow: true,
      args: () => [
        {
          x: matrix(92),
          batch: batch(92),
          labels: labels(92),
          model: () => ({
            preset: 'plain',
            latent: { bio: 2, nio: 2 },
            encoder: { hidden: [4] },
            decoder: { hidden: [4] },
          }),
          cells: 92,
          seed: 1,
          fit: { epochs: 1 },
          signal: new AbortController().signal,
          onPoint: () => undefined,
        },
        [1],
      ],
      call: (...given) => zbio.sweep(...(given as [never, never])),
    },
  ],
  of('loadSystem', () => [
    { kind: 'Scidrl' },
    bytes['Scidrl']!.slice(0),
    (made: object) => new zbio.Scidrl(made),
    {},
  ]),
];

const interpretation = () => {
  const scores = () => ({ positive: matrix(2, 6), negative: matrix(2, 6) });
  const dimension = {
    title: 'DR 1',
    column: 0,
    effect: 1,
    min: 0,
    max: 1,
    vanishedPositive: false,
    vanishedNegative: false,
  };
  return {
    dimensions: [dimension],
    inDistribution: { max: scores(), linear: scores(), exponential: scores() },
  };
};

/** The pieces of a system of one's own: the engine reads what they return. */
const pieces: [string, PublicCall][] = [
  of('contrastPairs', () => [[0, 1, 0, 1]]),
  of('stratifiedSampler', () => [[0, 1, 0, 1]]),
];

/** A right call of everything public, by name: `mmd`, `Drvi` (its constructor), `Drvi.correct`. */
export const calls: Readonly<Record<string, PublicCall>> = Object.fromEntries([
  ...functions,
  ...classes,
  ...methods,
  ...verbs,
  ...pieces,
]);
