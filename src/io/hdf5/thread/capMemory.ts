const page = 2 ** 16;
const impossible = 2 ** 17;

interface Growable {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

let most = Infinity;
let installed = false;

/**
 * Limits the memory of WebAssembly in this thread, in bytes. HDF5 reserves what a file asks for before anybody can look at it, and takes a
 * refusal as any other error. To be called in a thread of its own only: it holds for all modules.
 */
export function capMemory(bytes: number): void {
  most = bytes;
  if (installed) return;
  installed = true;
  // The compiler's libraries (no DOM) don't list it.
  const { Memory } = (globalThis as unknown as { WebAssembly: { Memory: { prototype: Growable } } })
    .WebAssembly;
  const { grow } = Memory.prototype;
  Memory.prototype.grow = function capped(this: Growable, pages) {
    const beyond = this.buffer.byteLength + pages * page > most;
    // More pages than there can be: the engine refuses them as it does when memory has run out.
    return grow.call(this, beyond ? impossible : pages);
  };
}
