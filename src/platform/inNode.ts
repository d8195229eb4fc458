/** Whether files can be reached by path: true in Node, false in a browser. */
export function inNode(): boolean {
  // As everywhere here with the global's name in front: Parcel bundles a polyfill wherever it finds a bare `process`.
  return Boolean(globalThis.process?.versions?.node);
}
