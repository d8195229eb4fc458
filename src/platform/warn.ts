// biome-ignore lint/suspicious/noConsole: a term that silently does nothing is a fault; onWarning redirects this.
const defaultWarning = (message: string): void => console.warn(message);

/** Says what must be said once. */
export function warn(
  { onWarning = defaultWarning }: { onWarning?: (message: string) => void },
  message: string,
): void {
  onWarning(message);
}
