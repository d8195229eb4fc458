import type { FitOptions } from '../model/fitOptions.js';

// biome-ignore lint/suspicious/noConsole: a term that silently does nothing is a fault; onWarning redirects this.
const defaultWarning = (message: string): void => console.warn(message);

/** Says what must be said once. */
export function warn({ onWarning = defaultWarning }: Pick<FitOptions, 'onWarning'>, message: string): void {
  onWarning(message);
}
