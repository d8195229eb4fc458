import type { AdamConstants } from './adamArrays.js';

/** Adam on four arrays in one WebAssembly memory, given by their byte addresses, for a multiple of 4 values. */
export type WasmAdam = (
  values: number,
  addresses: { w: number; g: number; m: number; v: number },
  constants: AdamConstants,
) => void;

// The compiler's libraries in use here (no DOM) don't list WebAssembly.
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
};

type Code = readonly number[];

// The instructions needed, by their codes in the WebAssembly specification; 0xfd opens those on four floats at once.
const leb = (n: number): Code => (n < 128 ? [n] : [(n & 127) | 128, ...leb(n >>> 7)]);
const sized = (bytes: Code): Code => [...leb(bytes.length), ...bytes];
const section = (id: number, bytes: Code): Code => [id, ...sized(bytes)];
const get = (local: number): Code => [0x20, local];
const set = (local: number, value: Code): Code => [...value, 0x21, local];
const plus = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
const splat = (value: Code): Code => [...value, 0xfd, 0x13];
const sqrt = (a: Code): Code => [...a, 0xfd, 0xe3, 1];
const add = (a: Code, b: Code): Code => [...a, ...b, 0xfd, 0xe4, 1];
const sub = (a: Code, b: Code): Code => [...a, ...b, 0xfd, 0xe5, 1];
const mul = (a: Code, b: Code): Code => [...a, ...b, 0xfd, 0xe6, 1];
const div = (a: Code, b: Code): Code => [...a, ...b, 0xfd, 0xe7, 1];
const load = (address: Code): Code => [...address, 0xfd, 0x00, 0, 0];
const store = (address: Code, value: Code): Code => [...address, ...value, 0xfd, 0x0b, 0, 0];
const i32 = 0x7f;
const f32 = 0x7d;
const v128 = 0x7b;

// Parameters: bytes, four addresses, seven constants. Locals: the offset, then the constants four times, then g, m, v.
const constantNames = ['beta1', 'rest1', 'beta2', 'rest2', 'rate', 'scale', 'epsilon'] as const;
const parameters = [...Array<number>(5).fill(i32), ...constantNames.map(() => f32)];
const offset = parameters.length;
const [beta1, rest1, beta2, rest2, rate, scale, epsilon] = constantNames.map((_, k) =>
  get(offset + 1 + k),
) as Code[];
const [g, m, v] = [8, 9, 10].map((k) => offset + k) as [number, number, number];
const at = (array: number): Code => plus(get(array), get(offset));

function functionBody(): Code {
  const constants = constantNames.flatMap((_, k) => set(offset + 1 + k, splat(get(5 + k))));
  const step = div(mul(get(m), rate!), add(mul(sqrt(get(v)), scale!), epsilon!));
  const onceRound = [
    ...set(g, load(at(2))),
    ...set(m, add(mul(load(at(3)), beta1!), mul(get(g), rest1!))),
    ...set(v, add(mul(load(at(4)), beta2!), mul(mul(get(g), rest2!), get(g)))),
    ...store(at(3), get(m)),
    ...store(at(4), get(v)),
    ...store(at(1), sub(load(at(1)), step)),
    ...set(offset, plus(get(offset), [0x41, 16])),
  ];
  const leaveAtEnd = [...get(offset), ...get(0), 0x4f, 0x0d, 1];
  const loop = [0x02, 0x40, 0x03, 0x40, ...leaveAtEnd, ...onceRound, 0x0c, 0, 0x0b, 0x0b];
  const locals = [2, 1, i32, constantNames.length + 3, v128];
  return [...locals, ...constants, ...loop, 0x0b];
}

function moduleBytes(): Uint8Array {
  const text = (name: string): Code => sized([...new TextEncoder().encode(name)]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, ...sized(parameters), 0]),
    ...section(2, [1, ...text('env'), ...text('memory'), 2, 0, 0]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('adam'), 0, 0]),
    ...section(10, [1, ...sized(functionBody())]),
  ]);
}

const made = new WeakMap<object, WasmAdam | undefined>();

function make(memory: object): WasmAdam | undefined {
  const bytes = moduleBytes();
  if (!WebAssembly.validate(bytes)) return undefined;
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const adam = instance.exports['adam'] as (...numbers: number[]) => void;
  return (values, { w, g, m, v }, constants) =>
    adam(values * 4, w, g, m, v, ...constantNames.map((name) => constants[name]));
}

/** Adam working in this `WebAssembly.Memory`, four values at a time; undefined where WebAssembly has no SIMD. */
export function wasmAdam(memory: object): WasmAdam | undefined {
  if (!made.has(memory)) made.set(memory, make(memory));
  return made.get(memory);
}
