/** `size = *buf_size`: local.get 4, i32.load, local.set 1. */
const taken = [0x20, 4, 0x28, 2, 0, 0x21, 1];
/** `size = nbytes << 7`: local.get 3, i32.const 7, i32.shl, local.set 1. */
const given = [0x20, 3, 0x41, 7, 0x74, 0x21, 1];

/**
 * The lzf plugin of h5wasm-plugins with room for text. h5py doesn't store the size of compressed text; the plugin of version 0.2 then gives
 * the values no more room than their compressed bytes, and fails. Here it gives 128 times as much: lzf compresses at most 88 times.
 * A plugin without that instruction is returned unchanged.
 */
export function withRoom(plugin: Uint8Array): Uint8Array {
  const starts = Array.from(plugin.keys()).filter((at) => taken.every((byte, i) => plugin[at + i] === byte));
  if (starts.length !== 1) return plugin;
  const out = plugin.slice();
  out.set(given, starts[0]!);
  return out;
}
