/**
 * Training: the engine behind every model, the parts of your own system, minibatches, and backends.
 *
 * @module zbio/train
 */

export type { BackendName } from '../backend/backendName.js';
export { type UseBackendOptions, useBackend } from '../backend/useBackend.js';
export type {
  Categories,
  CategoryCodes,
  CategoryName,
  MaskedNames,
  NumberArray,
} from '../matrix/categories.js';
export type {
  Assembly,
  CovariateShape,
  EncodeInput,
  JoinedEncoder,
  LatentRoles,
  Part,
  SparseEncodeInput,
  SystemShape,
} from '../model/assembly.js';
export { type AssemblyPhase, type AssemblyPhaseParts, assemblyPhase } from '../model/assemblyPhase.js';
export type { CheckpointOptions, CheckpointPeriod } from '../model/checkpoint/checkpointOptions.js';
export type { BatchColumn, CovariateColumns, KnownColumns, Values } from '../model/covariateColumns.js';
export type { BuildSource, CovariateSpec, SystemDefinition, SystemOptions } from '../model/definition.js';
export type { ExtendOptions } from '../model/extend/extendOptions.js';
export type { SystemFitOptions } from '../model/fitOptions.js';
export type { Fitted } from '../model/fitted.js';
export { loadSystem } from '../model/loadSystem.js';
export type { MapperOptions } from '../model/map/createMapper.js';
export type {
  EncodedMoments,
  ExtensionDecoder,
  ExtensionParts,
  MapForm,
  MappedBatch,
  Memory,
} from '../model/map/extensionParts.js';
export type { ColumnFill } from '../model/map/fillColumns.js';
export type { InputCells, Scale } from '../model/map/inputScale.js';
export { System } from '../model/System.js';
export { mapCells, mapSparseCells, type SystemCells } from '../model/systemCells.js';
export { UntraceableError } from '../onnx/untraceable.js';
export type { Compile } from '../onnx/wantedRuntime.js';
export type { EarlyStopping } from '../train/earlyStopping.js';
export type { EpochRecord, ValidationRecord } from '../train/epochRecord.js';
export type { Minibatch, TrainingSet } from '../train/minibatch.js';
export type { AdamOptions } from '../train/optimizers/adam.js';
export type { Plan } from '../train/plan.js';
export type { Sampler } from '../train/sampler.js';
export { contrastPairs } from '../train/samplers/contrastPairs.js';
export { randomSampler } from '../train/samplers/randomSampler.js';
export { stratifiedSampler } from '../train/samplers/stratifiedSampler.js';
export type { Step } from '../train/step.js';
export type { Term, TermShape } from '../train/term.js';
