import type { Dataset, Entity, Group } from 'h5wasm';
import { child, isDataset, isGroup, type Writer } from '../../hdf5/h5.js';
import { relink } from '../../hdf5/relink.js';
import { createGroup } from './writeValues.js';

/** One change of a file. */
export interface Edit {
  /** Names of the groups from the root to the element, and the element's own. */
  path: readonly string[];
  /** Writes the element. If this is missing, the element goes away. */
  write?: (parent: Group, name: string) => void;
  /** Writes into the element that is there, where its size and type allow that. Returns whether it did. */
  overwrite?: (there: Dataset) => boolean;
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

function overwritten(root: Group, { path, overwrite }: Edit): boolean {
  const there = overwrite && elementAt(root, path);
  return isDataset(there ?? null) && overwrite!(there as Dataset);
}

/** What {@link applyEdits} leaves behind. */
export interface Edited {
  root: Group;
  /** Where the root starts, if it is a new one. */
  address: number | undefined;
}

/** Changes elements of a file and leaves all others as they are. An element that is replaced still takes up its space. */
export function* applyEdits(writer: Writer, root: Group, edits: readonly Edit[]): Generator<void, Edited> {
  const left = edits.filter((edit) => !overwritten(root, edit));
  yield;
  const replaced = left.map(({ path }) => path).filter((path) => elementAt(root, path));
  const made = replaced.length ? relink(writer, root, replaced) : undefined;
  const to = made?.group ?? root;
  for (const { path, write } of left) {
    write?.(parentOf(to, path), path.at(-1)!);
    yield;
  }
  return { root: to, address: made?.address };
}
