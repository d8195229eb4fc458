import * as tf from '@tensorflow/tfjs';
import { badValue, failure } from '../check/errors.js';
import type { MatrixLike } from '../matrix/matrix.js';
import { warnOnce } from '../platform/warnings.js';
import { createRng } from '../random/rng.js';
import { writeValues } from '../tensor/values.js';
import { type Assembly, biologyOf } from './assembly.js';
import { type BuiltSystem, buildSystem, disposeSystem } from './buildRun.js';
import { columnsByName } from './covariateColumns.js';
import { createBatchMap } from './extend/batchMap.js';
import { type ExtendOptions, readExtendOptions } from './extend/extendOptions.js';
import { fitColumn } from './extend/fitColumn.js';
import { type BatchCounts, type GrownVariable, growVariables } from './extend/growVariables.js';
import { columnSettings, settingsOf } from './extend/mapForms.js';
import { momentsOf } from './extend/momentsOf.js';
import { type NewBatch, newBatches } from './extend/newBatches.js';
import type { StepWatch } from './extend/steps.js';
import { trainMap } from './extend/trainMap.js';
import { batchesOf, type Fitted } from './fitted.js';
import type { ExtensionParts, MapForm, Memory } from './map/extensionParts.js';
import { inference } from './map/inferenceMode.js';
import { toModelScale } from './map/inputScale.js';
import { newCells } from './systemCells.js';
import type { SystemRecipe } from './systemRecipe.js';
import { firstNormOf, mapsName } from './withMaps.js';

/** What adding a batch needs of the model. */
interface Ground {
  parts: ExtensionParts;
  latent: string;
  memory: Memory;
  form: MapForm;
  seed: number | string;
}

/** What the model must have. Throws an error that says why it can't be extended. */
function groundOf(
  { kind, seed }: SystemRecipe,
  { assembly, memory }: Fitted,
  options: ExtendOptions,
): Ground {
  const { extension: parts, given = [] } = assembly;
  const { form = 'aligned' } = options;
  if (!parts || !firstNormOf(assembly)) {
    const why = parts
      ? "this model's encoder has no batch norm in its first layer"
      : `the encoder of ${kind} isn't one for all batches with a batch norm in its first layer`;
    throw failure(
      'ZBIO_BAD_STATE',
      `extend: ${why}, behind which a new batch could be mapped. Fit a model on all cells.`,
    );
  }
  if (!memory) {
    const next = 'Fit it again, without memory: 0.';
    throw failure('ZBIO_BAD_STATE', `extend: the model remembers no cells of its fit. ${next}`);
  }
  if (parts.decoder && given.includes(parts.decoder.network)) {
    const expected = 'a function that makes the decoder, since it gets a column more';
    throw badValue({ argument: 'extend: decoder', expected, received: 'a network' });
  }
  if (form === 'cautious' && !parts.decoder) {
    const expected = `'aligned' for ${kind}, whose decoder doesn't read the batch`;
    throw badValue({ argument: 'extend: form', expected, received: "'cautious'" });
  }
  return { parts, latent: biologyOf(assembly), memory, form, seed: options.seed ?? seed };
}

/** Copies all networks into those of the larger model. Returns the decoder's variables with new rows. */
function copyNetworks(from: Fitted, to: Assembly, counts: BatchCounts): GrownVariable[] {
  const { extension, networks } = from.assembly;
  const grown = Object.entries(networks).map(([name, { variables }]) => {
    if (name === mapsName) return [];
    const found = growVariables(name, variables, to.networks[name]!.variables, counts);
    return name === extension!.decoder?.network ? found.filter(({ variable }) => variable.trainable) : [];
  });
  return grown.flat();
}

/** The scale and the shift of every batch that was added, by rows. */
function mapRows({ assembly }: Pick<Fitted, 'assembly'>): [Float32Array[], Float32Array[]] {
  const variables = assembly.networks[mapsName]?.variables ?? [];
  const rows = ({ shape: [count, units] }: tf.Variable, data: Float32Array): Float32Array[] =>
    Array.from({ length: count! }, (_, i) => data.slice(i * units!, (i + 1) * units!));
  const [scale, shift] = variables.map((variable) => rows(variable, variable.dataSync<'float32'>()));
  return [scale ?? [], shift ?? []];
}

function joined(rows: readonly Float32Array[]): Float32Array {
  return Float32Array.from(rows.flatMap((row) => [...row]));
}

/** Trains the maps of new batches, one after the other, each against the same remembered cells. */
class Extension {
  readonly #rows: [Float32Array[], Float32Array[]];

  constructor(
    private readonly ground: Ground,
    private readonly built: BuiltSystem,
    private readonly grown: readonly GrownVariable[],
    private readonly columns: number,
    earlier: Fitted,
  ) {
    this.#rows = mapRows(earlier);
  }

  async add({ name, cells }: NewBatch, column: number, watch: StepWatch): Promise<void> {
    const { form, latent, memory, seed } = this.ground;
    const { assembly } = this.built;
    const parts = assembly.extension!;
    const norm = firstNormOf(assembly)!;
    const rng = createRng(`${seed}/extend/${name}`);
    const map = await createBatchMap(form, norm, cells);
    const settings = settingsOf(form);
    const at = { grown: this.grown, column, columns: this.columns };
    const decoder = settings.own().length > 0 ? at : undefined;
    try {
      await trainMap({ batch: name, parts, latent, memory, cells, map, settings, decoder, rng }, watch);
      const mode = { ...inference, behindFirstNorm: (normed: tf.Tensor2D) => map.apply(normed) };
      const { mean } = await momentsOf(parts, cells, mode);
      const job = { ...at, batch: name, cells, latents: mean, rng: rng.stream('decoder') };
      if (parts.decoder) await fitColumn({ ...job, decoder: parts.decoder }, watch);
      parts.finish?.(mean, column);
      map.values().forEach((row, i) => {
        this.#rows[i]!.push(row);
      });
    } finally {
      tf.dispose(map.variables);
    }
  }

  /** Writes all maps into the model. */
  finish(): void {
    writeValues([...this.built.assembly.networks[mapsName]!.variables], this.#rows.map(joined));
  }
}

/** Number of steps that a batch takes. */
const stepsOf = ({ form, parts }: Ground): number =>
  settingsOf(form).steps + (parts.decoder ? columnSettings.steps : 0);

function watchOf(
  { signal, onProgress, compile = 'auto', onWarning }: ExtendOptions,
  steps: number,
  checkAlive: () => void,
): StepWatch {
  let done = 0;
  return {
    check: () => {
      signal?.throwIfAborted();
      checkAlive();
    },
    stepDone: () => {
      done++;
      onProgress?.(done, steps);
    },
    compile,
    onWarning: (message) => warnOnce(message.replace('fit: ', 'extend: '), { onWarning }),
  };
}

/** What surrounds the call. */
interface Call<Parts extends Assembly> {
  recipe: SystemRecipe<Parts>;
  fitted: Fitted<Parts>;
  /** Throws if the model has been disposed meanwhile. */
  checkAlive: () => void;
}

/** Builds the model with more batches, copies this one into it and trains what is new. */
export async function extendSystem<Parts extends Assembly>(
  x: MatrixLike,
  columns: object,
  options: ExtendOptions,
  { recipe, fitted, checkAlive }: Call<Parts>,
): Promise<Fitted<Parts>> {
  const ground = groundOf(recipe, fitted, options);
  options.signal?.throwIfAborted();
  const taken = await newCells('extend', x, readExtendOptions(options), fitted);
  const { batches: present } = fitted;
  const given = { batches: present, onWarning: options.onWarning };
  const added = newBatches(toModelScale(taken), columnsByName(columns), given);
  const known = present.length;
  const earlier = fitted.mapped ?? [];
  const mapped = [...earlier, ...added.map(({ cells }) => ({ form: ground.form, cells: cells.shape[0] }))];
  const batches = [...present, ...added.map(({ name }) => name)];
  const { cells, genes, covariates } = fitted;
  const sizes = { cells, genes, covariates, ...batchesOf({ batches, mapped }) };
  const built = buildSystem(recipe, sizes, { trainable: false });
  try {
    const grown = copyNetworks(fitted, built.assembly, {
      batches: known - earlier.length,
      earlier: earlier.length,
      added: added.length,
    });
    const extension = new Extension(ground, built, grown, batches.length, fitted);
    const watch = watchOf(options, stepsOf(ground) * added.length, checkAlive);
    for (const [i, batch] of added.entries()) await extension.add(batch, known + i, watch);
    extension.finish();
  } catch (error) {
    disposeSystem(built);
    throw error;
  }
  built.run.epoch = fitted.run.epoch;
  const { run: _, assembly: __, checksums: ___, ...described } = fitted;
  // A copy, since the earlier model may be trained further.
  return { ...described, ...built, batches, mapped, history: [...fitted.history] };
}
