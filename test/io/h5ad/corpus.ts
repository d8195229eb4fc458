import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** What anndata reads from a file, as JSON. A value that JSON can't hold is `{ other: … }`. */
export interface Content {
  x: Json;
  obsNames: string[];
  varNames: string[];
  obs: Record<string, Json[]>;
  var: Record<string, Json[]>;
  obsm: Record<string, Json>;
  layers: Record<string, Json>;
  uns: Record<string, Json>;
  /** Paths of the parts that AnnData has no place for here. */
  others: string[];
}

interface Entry {
  file: string;
  content?: Content;
  error?: string;
  /** The file whose values this one means, though anndata refuses it. */
  means?: string;
}

const { files }: { files: Record<string, Entry> } = JSON.parse(
  gunzipSync(readFileSync(new URL('../../reference/h5adCorpus.json.gz', import.meta.url))).toString(),
);

/** One file of test/reference/h5adCorpus.py. */
export interface CorpusFile {
  name: string;
  bytes: Uint8Array;
  /** What it holds; undefined if anndata refuses it and it has no clear meaning. */
  content: Content | undefined;
}

/** All files of test/reference/h5adCorpus.py. */
export const corpus: CorpusFile[] = Object.entries(files).map(([name, { file, content, means }]) => ({
  name,
  bytes: new Uint8Array(Buffer.from(file, 'base64')),
  content: means === undefined ? content : files[means]!.content,
}));
