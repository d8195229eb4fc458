/** What newer engines offer; older ones lack it. */
interface Transferable {
  transfer?(length: number): ArrayBuffer;
}

// The types in use here (no DOM) lack it.
declare const MessageChannel: new () => {
  port1: { postMessage(message: null, transfer: ArrayBuffer[]): void };
  port2: { close(): void };
};

let drain: { postMessage(message: null, transfer: ArrayBuffer[]): void } | undefined;

/** A port at whose other end nobody is: what is sent there is gone. */
function nowhere(): NonNullable<typeof drain> {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  return port1;
}

/**
 * Frees the memory of a buffer now, not when the garbage is collected. Megabytes of garbage at every step make the engine
 * collect all the time, on the very core that should compute; memory that comes back at once is also used again while it
 * is warm.
 */
export function freeBuffer(buffer: ArrayBuffer & Transferable): void {
  if (buffer.transfer) {
    buffer.transfer(0);
    return;
  }
  drain ??= nowhere();
  drain.postMessage(null, [buffer]);
}

/** Just below the largest block that counts. */
const WIDE = 31 * 2 ** 20;

let kept = false;

/**
 * Makes the allocator keep what is freed. glibc returns the end of its heap to the system once more is free there than
 * the largest block freed so far, twice: a step's results would be taken from the system, page by page, at each step
 * anew. One block that is never written to, and freed at once, raises that bound; other allocators don't mind it.
 */
export function keepFreedMemory(): void {
  if (!kept) freeBuffer(new ArrayBuffer(WIDE));
  kept = true;
}
