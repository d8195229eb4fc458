import type { Dataset, Entity, Group } from 'h5wasm';
import { child, isDataset, isGroup, type Writer } from '../../hdf5/h5.js';
import type { Progressed } from '../../hdf5/makeFile.js';
import { relink } from '../../hdf5/relink.js';
import { type Counted, countValues } from './countValues.js';
import { createGroup } from './writeValues.js';

/** One change of a file. */
export interface Edit {
  /** Names of the groups from the root to the element, and the element's own. */
  path: readonly string[];
  /** Writes the element; if that takes long, in pieces that yield their number of values. If this is missing, the element goes away. */
  write?: (parent: Group, name: string) => void | Generator<number, void>;
  /** Writes into the element that is there, where its size and type allow that, in pieces, too. Returns whether it did. */
  overwrite?: (there: Dataset) => Generator<number, boolean>;
  /** Number of values that the pieces write. */
  values?: number;
}

/** How to bring a part of a file to what is in memory. */
export interface EditOptions {
  /** Whether to add to what is there, instead of making the readable part of it equal. */
  add: boolean;
  /** Paths of elements that stay although they aren't in memory. */
  kept: ReadonlySet<string>;
}

/** The element at a path, or null. */
export function elementAt(root: Group, path: readonly string[]): Entity | null {
  return path.reduce<Entity | null>((at, name) => (isGroup(at) ? child(at, name) : null), root);
}

function parentOf(root: Group, path: readonly string[]): Group {
  return path.slice(0, -1).reduce((at, name) => {
    const next = child(at, name);
    return isGroup(next) ? next : createGroup(at, name, 'dict');
  }, root);
}

function* notOverwritten(
  root: Group,
  edits: readonly Edit[],
  counted: Counted,
): Generator<Progressed, Edit[]> {
  const left: Edit[] = [];
  for (const edit of edits) {
    const there = edit.overwrite ? elementAt(root, edit.path) : null;
    if (!isDataset(there) || !(yield* counted(edit.overwrite!(there)))) left.push(edit);
  }
  return left;
}

/** What {@link applyEdits} leaves behind. */
export interface Edited {
  root: Group;
  /** Where the root starts, if it is a new one. */
  address: number | undefined;
}

/** Changes elements of a file and leaves all others as they are. An element that is replaced still takes up its space. */
export function* applyEdits(
  writer: Writer,
  root: Group,
  edits: readonly Edit[],
): Generator<Progressed, Edited> {
  const counted = countValues(edits.reduce((sum, { values = 0 }) => sum + values, 0));
  const left = yield* notOverwritten(root, edits, counted);
  yield;
  const replaced = left.map(({ path }) => path).filter((path) => elementAt(root, path));
  const made = replaced.length ? relink(writer, root, replaced) : undefined;
  const to = made?.group ?? root;
  for (const { path, write } of left) {
    const pieces = write?.(parentOf(to, path), path.at(-1)!);
    if (pieces) yield* counted(pieces);
    yield;
  }
  return { root: to, address: made?.address };
}
