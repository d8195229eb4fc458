import type { Dataset, Entity, Group } from 'h5wasm';
import type { DataType, Readable, Array as ZarrArray, Group as ZarrGroup } from 'zarrita';
import { badElement } from '../hdf5/badElement.js';
import { hdf5Type } from './zarrTypes.js';

/** A group or an array of a zarr store. */
export type ZarrNode = ZarrGroup<Readable> | ZarrArray<DataType, Readable>;

/** Attributes in the form of h5wasm's. */
const attributesOf = (attributes: Readonly<Record<string, unknown>>): Group['attrs'] =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      { json_value: value, value, metadata: { size: 1, total_size: 1 } },
    ]),
  ) as unknown as Group['attrs'];

function shapeOf(path: string, shape: unknown): number[] {
  const isSize = (size: unknown): boolean => Number.isSafeInteger(size) && (size as number) >= 0;
  if (Array.isArray(shape) && shape.length <= 8 && shape.every(isSize)) return shape;
  throw badElement({
    path,
    expected: 'a shape of whole numbers',
    found: JSON.stringify(shape)?.slice(0, 60),
  });
}

function datasetOf(path: string, { attrs, dtype, shape }: ZarrArray<DataType, Readable>): Dataset {
  const own = shapeOf(path, shape);
  // anndata writes the absence of a value as an array that says so.
  const isNothing = attrs['encoding-type'] === 'null';
  const metadata = { ...hdf5Type(dtype), shape: isNothing ? null : own };
  const found = { type: 'Dataset', path: `/${path}`, attrs: attributesOf(attrs), filters: [], metadata };
  return { ...found, shape: metadata.shape } as unknown as Dataset;
}

/** An element of the tree that is being built. */
interface Branch {
  entity?: Dataset;
  attrs: Readonly<Record<string, unknown>>;
  children: Map<string, Branch>;
}

function entityOf(path: string, { entity, attrs, children }: Branch): Entity {
  if (entity) return entity;
  const made = new Map(
    [...children].map(([name, child]) => [name, entityOf(path ? `${path}/${name}` : name, child)]),
  );
  const get = (name: string): Entity | null => {
    const [first, ...rest] = name.replace(/^\//, '').split('/') as [string, ...string[]];
    const found = made.get(first) ?? null;
    if (rest.length === 0) return found;
    return found && 'get' in found ? (found.get(rest.join('/')) as Entity | null) : null;
  };
  const group = {
    type: 'Group',
    path: `/${path}`,
    attrs: attributesOf(attrs),
    keys: () => [...made.keys()].sort(),
    get,
  };
  return group as unknown as Group;
}

/** The groups and arrays of a store in the form of h5wasm's groups and datasets, which the readers of elements take. */
export function zarrTree(nodes: ReadonlyMap<string, ZarrNode>): Group {
  const root: Branch = { attrs: {}, children: new Map() };
  for (const [path, node] of [...nodes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    let at = root;
    for (const name of path.split('/').filter(Boolean)) {
      const next = at.children.get(name) ?? { attrs: {}, children: new Map() };
      at.children.set(name, next);
      at = next;
    }
    at.attrs = node.attrs;
    if (node.kind === 'array') at.entity = datasetOf(path, node);
  }
  return entityOf('', root) as Group;
}
