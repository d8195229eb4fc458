import type { Labels } from '../../matrix/labels.js';
import { designCheck } from './designCheck.js';

/** What the design of the experiment doesn't allow, whatever the model, in plain words; empty if it has no weakness. */
export function designWarnings(batch: Labels, labels?: Labels): string[] {
  const { findings } = designCheck({ batch, ...(labels ? { labels } : {}) });
  return findings.filter(({ level }) => level !== 'note').map(({ message }) => message);
}
