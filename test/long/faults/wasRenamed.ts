/**
 * Whether a save has moved a file into place, by the log of its changes. A fault is noted behind the change that it hits, which was
 * only done if a kill came after it. A checkpoint is saved several times: an earlier save may have been moved.
 */
export function wasRenamed(changes: readonly string[]): boolean {
  const fault = changes.findIndex((line) => /^(killed|failed) /.test(line));
  const done = fault < 0 || changes[fault] === 'killed after' ? changes : changes.slice(0, fault - 1);
  return done.some((line) => line.includes(' rename '));
}
