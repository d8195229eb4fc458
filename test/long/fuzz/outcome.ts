/** What came of reading one input. Everything after `other` is a fault. */
export const kinds = [
  'clear error',
  'same values',
  'other sound file',
  'unread by the reference',
  'raw error',
  'hang',
  'crash',
  'blow-up',
  'other values',
] as const;

export type Kind = (typeof kinds)[number];

/** The kinds that must not happen. */
export const faults: readonly Kind[] = ['raw error', 'hang', 'crash', 'blow-up', 'other values'];

/** What a reading process answers: the values as JSON, or the error, and what it took. */
export interface Answer {
  content?: string;
  error?: { clear: boolean; text: string };
  /** Time of the processor, and memory above what the process had before. */
  cpuSeconds: number;
  peakBytes: number;
  /** What the process holds afterwards. */
  rssBytes: number;
}

/** An outcome, with what is needed to look into it. */
export interface Outcome {
  kind: Kind;
  note: string;
}
