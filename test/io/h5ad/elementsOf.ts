import h5wasm, { type Dataset, type Entity, type Group } from 'h5wasm';

/** Everything about an element but its place. */
type Description = Record<string, unknown>;

const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value ?? null, (_, entry) => {
      if (typeof entry === 'bigint') return `${entry}n`;
      // Text of variable length has no padding, whatever its type says.
      if (typeof entry === 'object' && entry?.vlen) return { ...entry, strpad: 0 };
      return ArrayBuffer.isView(entry) ? Array.from(entry as Float64Array, String) : entry;
    }),
  );

function valuesOf(dataset: Dataset): unknown {
  try {
    return plain(dataset.value);
  } catch (error) {
    return String(error);
  }
}

function describeAttributes({ attrs }: Group | Dataset): Description {
  const names = Object.keys(attrs).sort();
  const describe = (name: string) => {
    try {
      const { metadata, value } = attrs[name]!;
      return plain({ metadata, value });
    } catch (error) {
      return String(error);
    }
  };
  return Object.fromEntries(names.map((name) => [name, describe(name)]));
}

function describe(entity: Entity | null): Description {
  if (entity instanceof h5wasm.Group) return { group: true, attributes: describeAttributes(entity) };
  if (!(entity instanceof h5wasm.Dataset)) return plain(entity) as Description;
  const { metadata, filters } = entity;
  return {
    metadata: plain(metadata),
    filters: plain(filters),
    attributes: describeAttributes(entity),
    values: valuesOf(entity),
  };
}

function walk(group: Group, into: Map<string, Description>): void {
  for (const name of group.keys()) {
    const path = `${group.path}/${name}`.replace(/^\/+/, '');
    const link = group.get_link(path);
    const element = group.get(name);
    into.set(path, link === null ? describe(element) : { link });
    if (link === null && element instanceof h5wasm.Group) walk(element, into);
  }
}

let files = 0;

/** Every element of an HDF5 file by its path: type, shape, chunks, filters, attributes, links and values. */
export async function elementsOf(bytes: Uint8Array): Promise<Map<string, Description>> {
  const { FS, activate_throwing_error_handler, deactivate_throwing_error_handler } = await h5wasm.ready;
  const path = `/elements-${files++}.h5`;
  FS.writeFile(path, bytes);
  activate_throwing_error_handler();
  const file = new h5wasm.File(path, 'r');
  try {
    const elements = new Map<string, Description>([['/', describe(file)]]);
    walk(file, elements);
    return elements;
  } finally {
    file.close();
    deactivate_throwing_error_handler();
    FS.unlink(path);
  }
}
