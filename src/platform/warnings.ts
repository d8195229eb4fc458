/** Where warnings go. */
export interface WarningOptions {
  /** Gets each warning; default: `console.warn`. */
  onWarning?: ((message: string) => void) | undefined;
}

const printed = new Set<string>();

function print(message: string): void {
  // biome-ignore lint/suspicious/noConsole: the one place where the library speaks unasked; `onWarning` redirects it.
  console.warn(`zbio: ${message}`);
}

/** Says that something goes otherwise than the caller may think. */
export function warn(message: string, { onWarning = print }: WarningOptions = {}): void {
  onWarning(message);
}

/**
 * As {@link warn}, for what would come up again in every call: it is printed once per process. A handler hears it each time,
 * since another call may have another handler.
 */
export function warnOnce(message: string, { onWarning }: WarningOptions = {}): void {
  if (!onWarning && printed.has(message)) return;
  if (!onWarning) printed.add(message);
  warn(message, { onWarning });
}
