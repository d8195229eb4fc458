import type { DesignFinding } from './designFindings.js';

/** What the design of the experiment doesn't allow, whatever the model, in plain words; empty if it has no weakness. */
export const designWarnings = (findings: readonly DesignFinding[]): string[] =>
  findings.filter(({ level }) => level !== 'note').map(({ message }) => message);
