import { readFileSync, writeFileSync } from 'node:fs';

/** Starts to measure anew; on systems other than Linux, the peak is what is held at the end. */
export function resetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {}
}

/** The most memory that the process had since {@link resetPeak}, in bytes. */
export function peakBytes(): number {
  try {
    const [, kilobytes] = /VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))!;
    return 1024 * Number(kilobytes);
  } catch {
    return process.memoryUsage.rss();
  }
}
