/** The memory of all typed arrays in a value, which goes from thread to thread without being copied. */
export function buffersOf(value: unknown, found: Set<ArrayBuffer> = new Set()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (Array.isArray(value)) {
    // Lists of text are long, and hold nothing else.
    if (typeof value[0] === 'object') for (const entry of value) buffersOf(entry, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const entry of Object.values(value)) buffersOf(entry, found);
  }
  return found;
}
