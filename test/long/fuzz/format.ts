import type fc from 'fast-check';

/** The files of one input: one for most formats, several for a folder. */
export type Files = readonly Uint8Array[];

/** A change of files. Returns new ones, and leaves its argument as it is. */
export type Change = (files: Files) => Files;

/** A sound file to start from. */
export interface Original {
  name: string;
  files: Files;
}

/** Which input it is. */
export interface InputId {
  /** The original's name. */
  name: string;
  number: number;
}

/** A file format under test. To add one, put it into `formats/`, and a script that calls `fuzz` beside `fuzzModel.ts`. */
export interface FuzzFormat {
  originals(): Promise<Original[]>;
  /** Changes that know the format: sizes, types, addresses, fields, under right checksums where there are any. */
  structure: fc.Arbitrary<Change>;
  /** Whether checksums find every change of bytes, so that only {@link structure} may lead to other values. Default false. */
  checked?: boolean;
  /**
   * Whether the library reads in a thread of its own in Node, and in the calling thread elsewhere. Starting threads takes most of the
   * time, so inputs are read without one first; those that fail then are read as in Node. Default false.
   */
  threaded?: boolean;
  /** Reads an input with the library. */
  read(files: Files, from: InputId): Promise<unknown>;
  /** What {@link read} returned, in JSON, to be compared. */
  content(read: unknown): unknown;
  /** Compares a content with what another program reads, also in JSON. Returns the differences. Default: none is possible. */
  compare?(content: unknown, theirs: unknown): string[];
}

/** Loads a format by its name. */
export async function formatOf(name: string): Promise<FuzzFormat> {
  const { format } = (await import(`./formats/${name}.js`)) as { format: FuzzFormat };
  return format;
}
