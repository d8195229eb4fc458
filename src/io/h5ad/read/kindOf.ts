import type { Dataset, Metadata } from 'h5wasm';

/** Kind of a dataset's values. */
export type Kind = 'numbers' | 'booleans' | 'strings' | 'records' | 'complex numbers' | 'nothing' | 'other';

/** HDF5 classes, as h5wasm numbers them. */
const [whole, float] = [0, 1];
const classes: Record<number, Kind> = {
  3: 'strings',
  6: 'records',
  11: 'complex numbers',
};
const floatSizes = [2, 4, 8, 16];
const wholeSizes = [1, 2, 4, 8];

/** h5py writes a complex number as a record of its two parts. */
function isComplex({ compound_type: record }: Metadata): boolean {
  return record?.nmembers === 2 && record.members[0]!.name === 'r' && record.members[1]!.name === 'i';
}

/** Returns the kind of values that the metadata of a dataset, or of one field of its records, describe. */
export function kindOf(metadata: Metadata, field = false): Kind {
  const { type, shape, size, enum_type: names } = metadata;
  if (!field && !shape) return 'nothing';
  if (metadata.virtual_sources?.length) return 'other';
  // As h5py does: an enumeration of FALSE and TRUE is boolean, any other is its numbers.
  if ((names ? names.type : type) === whole && !wholeSizes.includes(size)) return 'other';
  if (names)
    return 'FALSE' in names.members && 'TRUE' in names.members && names.nmembers === 2
      ? 'booleans'
      : 'numbers';
  if (isComplex(metadata)) return 'complex numbers';
  if (type === float) return floatSizes.includes(size) ? 'numbers' : 'other';
  if (type === whole) return 'numbers';
  return classes[type] ?? 'other';
}

/** What a dataset holds, for messages. */
export function describe({ metadata }: Dataset): string {
  if (metadata.virtual_sources?.length) return 'a virtual dataset, whose values are in other files';
  const kind = kindOf(metadata);
  const values = {
    strings: 'text',
    other: `values of a type without a counterpart (HDF5 class ${metadata.type})`,
  };
  const named = kind === 'strings' || kind === 'other' ? values[kind] : kind;
  return metadata.shape?.length ? `${named} [${metadata.shape.join(', ')}]` : named;
}
