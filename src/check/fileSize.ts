/** Writes the size of a file, for messages: in kB below 100 kB, else in MB. */
export function fileSize(bytes: number): string {
  return bytes < 1e5 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
