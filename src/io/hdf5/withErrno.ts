const missing = '\x10__errno_location';
const present = '\x13H5PLget_plugin_info';
const imports = 2;

/** A number in WebAssembly's variable length, and where the next byte is. */
function readLength(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]!;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

/** As many bytes as the longest 32-bit number takes, which is allowed for all. */
const writeLength = (value: number): number[] =>
  [0, 7, 14, 21, 28].map((shift) => ((value >>> shift) & 127) | (shift < 28 ? 128 : 0));

function find(bytes: Uint8Array, text: string, from: number, end: number): number {
  const wanted = new TextEncoder().encode(text);
  for (let at = from; at + wanted.length <= end; at++) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}

function joined(parts: readonly ArrayLike<number>[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/**
 * A plugin of h5wasm-plugins that works without C's `errno`, which h5wasm 0.10 doesn't have: lzf then fails on text, whose size HDF5
 * states too low (the filter asks `errno` whether the buffer was too small). The import of the function that returns the address of
 * `errno` becomes one of a function of the plugin itself with the same type. It returns the address of the filter's description, whose
 * first field is needed only for the registration, which has taken place by then. A plugin without that import is returned itself.
 */
export function withErrno(plugin: Uint8Array): Uint8Array {
  for (let at = 8; at < plugin.length; ) {
    const [length, start] = readLength(plugin, at + 1);
    const end = start + length;
    const name = plugin[at] === imports ? find(plugin, missing, start, end) : -1;
    if (name >= 0) {
      const head = [imports, ...writeLength(length + present.length - missing.length)];
      const rest = plugin.subarray(name + missing.length);
      const middle = new TextEncoder().encode(present);
      return joined([plugin.subarray(0, at), head, plugin.subarray(start, name), middle, rest]);
    }
    at = end;
  }
  return plugin;
}
