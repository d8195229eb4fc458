import type { Units } from '../preprocess/units.js';
import type { Trained } from '../train/run.js';
import type { Assembly, SystemShape } from './assembly.js';
import type { Preprocessing } from './file/cellsHeader.js';
import type { MappedBatch, Memory } from './map/extensionParts.js';
import type { Scale } from './map/inputScale.js';

/** The result of `fit`: the parts of the system, the run that trained them, and a description of the cells. */
export interface Fitted<Parts extends Assembly = Assembly>
  extends Omit<SystemShape, 'rng' | 'added'>,
    Trained {
  /** The parts that `build` returned. */
  assembly: Parts;
  /** How cells are brought to the networks' scale and back. */
  scale: Scale;
  /** Units of the cells that were given to `fit`. Files of earlier versions don't hold them. */
  units?: Units;
  /** Names of the genes, if `fit` was given any. */
  geneNames?: readonly string[];
  /** Their means over the cells of `fit`, on the networks' scale, for cells that lack some. Files of earlier versions don't hold them. */
  geneMeans?: Float32Array;
  /** The preprocessing of the cells, as it was given to `fit`. */
  preprocessing?: Preprocessing;
  /** Latents of some training cells, for `extend`. */
  memory?: Memory;
  /** The batches that `extend` has added, the last ones of `batches`; such a model can't be trained further. */
  mapped?: readonly MappedBatch[];
  /** Checksums of the training cells: of x and of the columns by name. Present if the run had a checkpoint. */
  checksums?: Readonly<Record<string, number>>;
}

/** The batches of `fit`, and those that `extend` has added. */
export function batchesOf({ batches, mapped = [] }: Pick<Fitted, 'batches' | 'mapped'>): {
  batches: string[];
  added: string[];
} {
  const known = batches.length - mapped.length;
  return { batches: batches.slice(0, known), added: batches.slice(known) };
}
