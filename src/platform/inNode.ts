/** Whether files can be reached by path: true in Node, false in a browser. */
export function inNode(): boolean {
  return typeof process !== 'undefined' && Boolean(process.versions?.node);
}
