import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Change } from './format.js';

/** Words that a table of numbers and names may wrongly hold. */
const words = [
  ...[
    '',
    '0',
    '-1',
    '1.5',
    '1e9',
    '1e308',
    '1e999',
    '-0',
    'NaN',
    'inf',
    'NA',
    '2147483648',
    '4294967296',
    '9007199254740993',
  ],
  ...[
    '1,5',
    '0x10',
    '1_000',
    '+3',
    '1 1',
    '9'.repeat(400),
    '1'.repeat(100_000),
    '__proto__',
    '"',
    "'",
    '\t',
    '\n',
    '\r',
    '\0',
  ],
  ...[
    '%',
    '%%MatrixMarket',
    'matrix',
    'coordinate',
    'array',
    'real',
    'integer',
    'complex',
    'pattern',
    'general',
  ],
  ...['symmetric', 'skew-symmetric', 'hermitian', 'é', '\ufeff', '\u2028', '\ud800'],
];

type LineEdit = (lines: string[]) => void;

const lineEdit: fc.Arbitrary<LineEdit> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(fc.nat(1e6), fc.nat(1e6), fc.constantFrom(...words)).map(
      ([line, field, word]): LineEdit =>
        (lines) => {
          const at = line % lines.length;
          const fields = lines[at]!.split(/([\t ,;])/);
          fields[2 * (field % Math.ceil(fields.length / 2))] = word;
          lines[at] = fields.join('');
        },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat(1e6).map(
      (line): LineEdit =>
        (lines) =>
          void lines.splice(line % lines.length, 1),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(1e6), fc.nat(20)).map(
      ([line, times]): LineEdit =>
        (lines) => {
          const at = line % lines.length;
          lines.splice(at, 0, ...Array(times).fill(lines[at]));
        },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(1e6), fc.nat(1e6)).map(
      ([a, b]): LineEdit =>
        (lines) => {
          const [from, to] = [a % lines.length, b % lines.length];
          [lines[from], lines[to]] = [lines[to]!, lines[from]!];
        },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(1e6), fc.constantFrom(...words)).map(
      ([line, word]): LineEdit =>
        (lines) =>
          void lines.splice(line % lines.length, 0, word),
    ),
  },
);

const isPacked = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

function edited(bytes: Uint8Array, edit: LineEdit): Uint8Array {
  const packed = isPacked(bytes);
  const lines = Buffer.from(packed ? gunzipSync(bytes) : bytes)
    .toString('latin1')
    .split('\n');
  edit(lines);
  const text = Buffer.from(lines.join('\n'), 'utf8');
  return new Uint8Array(packed ? gzipSync(text) : text);
}

/** Changes of lines and fields of text; packed text is packed again. Of several files, one changes. */
export const textStructure: fc.Arbitrary<Change> = fc.tuple(fc.nat(1000), lineEdit).map(
  ([which, edit]) =>
    (files) =>
      files.map((bytes, i) => (i === which % files.length ? edited(bytes, edit) : bytes)),
);
