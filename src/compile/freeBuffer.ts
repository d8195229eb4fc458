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
