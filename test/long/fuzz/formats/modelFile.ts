import fc from 'fast-check';
import { mutate, mutation } from '../../../model/file/mutate.js';
import { forge, putTogether, takeApart } from '../../../model/file/repack.js';
import { byteChange } from '../byteChange.js';
import type { Change } from '../format.js';

const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** Applies a change where the file can still be taken apart. */
const onFile =
  (change: (file: ArrayBuffer) => ArrayBuffer): Change =>
  ([bytes]) => {
    try {
      return [new Uint8Array(change(bufferOf(bytes!)))];
    } catch {
      return [bytes!];
    }
  };

/** Fields of the header, under right checksums. */
const headerChanged: fc.Arbitrary<Change> = fc
  .array(mutation, { minLength: 1, maxLength: 3 })
  .map((mutations) =>
    onFile((file) => {
      const parts = takeApart(file);
      for (const each of mutations) mutate(parts.header, each);
      return putTogether(parts);
    }),
  );

/** One field of the header, which all have the same chance, however long they are. */
const fieldChanged: fc.Arbitrary<Change> = fc.tuple(fc.nat(1000), mutation).map(([which, change]) =>
  onFile((file) => {
    const parts = takeApart(file);
    const names = Object.keys(parts.header);
    const name = names[which % names.length]!;
    const field = { [name]: parts.header[name] };
    delete parts.header[name];
    mutate(field, change);
    Object.assign(parts.header, field);
    return putTogether(parts);
  }),
);

/** Digits in the header: other numbers of the same length. */
const digitsChanged: fc.Arbitrary<Change> = fc
  .array(fc.tuple(fc.nat(2 ** 30), fc.nat(9)), { minLength: 1, maxLength: 3 })
  .map((changes) =>
    onFile((file) => {
      const parts = takeApart(file);
      let text = JSON.stringify(parts.header);
      const digits = [...text.matchAll(/\d/g)].map(({ index }) => index);
      for (const [which, digit] of changes) {
        const at = digits[which % digits.length]!;
        text = text.slice(0, at) + digit + text.slice(at + 1);
      }
      return putTogether({ ...parts, header: JSON.parse(text) });
    }),
  );

/** The text of the header, under right checksums. */
const textChanged: fc.Arbitrary<Change> = byteChange.map((change) =>
  onFile((file) => {
    const length = new DataView(file).getUint32(8, true);
    const [text] = change([new Uint8Array(file, 16, length)]);
    return forge(text!, new Uint8Array(file, 16 + length));
  }),
);

const numbers = [0, -0, 1, -1, 1e-45, 1e30, -1e30, 3.4e38, Number.NaN, Number.POSITIVE_INFINITY];

/** Weights and moments, under right checksums. */
const valuesChanged: fc.Arbitrary<Change> = fc
  .array(fc.tuple(fc.nat(2 ** 30), fc.constantFrom(...numbers)), { minLength: 1, maxLength: 5 })
  .map((changes) =>
    onFile((file) => {
      const parts = takeApart(file);
      const view = new DataView(parts.blocks.buffer);
      for (const [at, value] of changes) view.setFloat32(4 * (at % (view.byteLength >> 2)), value, true);
      return putTogether(parts);
    }),
  );

/** Changes of a model file that its checksums don't find. */
export const modelStructure: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: fieldChanged },
  { weight: 2, arbitrary: headerChanged },
  { weight: 2, arbitrary: digitsChanged },
  { weight: 1, arbitrary: textChanged },
  { weight: 1, arbitrary: valuesChanged },
);
