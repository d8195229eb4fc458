import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createRng } from '../../../src/random/rng.js';
import { kernelBytes, relaxedKernelBytes } from '../../../src/wasm/simd/kernelBytes.js';
import type { Kernels } from '../../../src/wasm/simd/kernels.js';
import { kernelsIn } from '../../../src/wasm/simd/loadKernels.js';
import { passesSelfTest } from '../../../src/wasm/simd/selfTest.js';
import { withRelaxedSimd } from '../../../src/wasm/simd/withRelaxedSimd.js';

// The compiler's libraries in use here (no DOM) don't list WebAssembly.
declare const WebAssembly: {
  Memory: new (size: { initial: number; maximum?: number; shared?: boolean }) => { buffer: ArrayBuffer };
  Module: { new (bytes: Uint8Array): object; imports(module: object): object[] };
  Instance: new (module: object, imports: object) => { exports: unknown };
  validate(bytes: Uint8Array): boolean;
};

function compilerIsThere(): boolean {
  try {
    createRequire(import.meta.url).resolve('assemblyscript/package.json');
    return true;
  } catch {
    return false;
  }
}

const decoded = (base64: string): Buffer => Buffer.from(base64, 'base64');
const hasRelaxedSimd = withRelaxedSimd(() => WebAssembly.validate(decoded(relaxedKernelBytes)));
/** The modules that this engine can run. */
const modules: [string, Buffer][] = [
  ['plain', decoded(kernelBytes)],
  ...(hasRelaxedSimd ? [['relaxed', decoded(relaxedKernelBytes)] as [string, Buffer]] : []),
];
const compiled = (bytes: Buffer): object => withRelaxedSimd(() => new WebAssembly.Module(bytes));

const page = () => new WebAssembly.Memory({ initial: 1 });
const pages = () => new WebAssembly.Memory({ initial: 16 });

describe('the committed module', () => {
  test.runIf(compilerIsThere())('is what the sources compile to', { timeout: 60_000 }, () => {
    const script = fileURLToPath(new URL('../../../scripts/kernels.mjs', import.meta.url));
    expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
  });

  // Chrome long refused to compile more than 4 KB on a page's main thread at once.
  test.each(modules)('has less than 4 KB and needs nothing but a memory (%s)', (_, bytes) => {
    expect(bytes.length).toBeLessThan(4096);
    const imports = WebAssembly.Module.imports(compiled(bytes));
    expect(imports).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  });

  test('writes nothing into a memory when it is bound to it', () => {
    const memory = page();
    new Uint8Array(memory.buffer).fill(7);
    kernelsIn(memory);
    expect(new Uint8Array(memory.buffer).every((byte) => byte === 7)).toBe(true);
  });
});

describe('kernelsIn', () => {
  test('binds a memory once', () => {
    const memory = page();
    const kernels = kernelsIn(memory);
    expect(kernels).toBeDefined();
    expect(kernelsIn(memory)).toBe(kernels);
    expect(kernelsIn(page())).not.toBe(kernels);
  });

  test('leaves a shared memory alone, as that of the threaded build of tfjs', () => {
    expect(kernelsIn(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }))).toBeUndefined();
  });
});

describe.each(modules)('the %s module', (_, bytes) => {
  const memory = new WebAssembly.Memory({ initial: 64 });
  const kernels = new WebAssembly.Instance(compiled(bytes), { env: { memory } }).exports as Kernels;

  test('passes the self-test', () => {
    expect(passesSelfTest(kernels, memory.buffer)).toBe(true);
  });

  // Inside and at the edges of tiles (6 x 8) and of blocks (132 x 256 x 512).
  const sizes = [
    [1, 1, 1],
    [6, 8, 256],
    [7, 9, 257],
    [133, 16, 20],
    [5, 513, 30],
    [12, 520, 300],
    [140, 24, 3],
    [3, 4, 0],
  ];
  const layouts = [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ];
  const cases = sizes.flatMap((size) => layouts.map((layout) => ({ size, layout })));

  test.each(cases)('products $size, transposed: $layout', ({ size, layout }) => {
    const [rows, columns, inner] = size as [number, number, number];
    const [turnA, turnB] = layout as [boolean, boolean];
    const rng = createRng(`${size}`);
    const [atA, atB, atOut, scratch] = [0, 2 ** 20, 2 ** 21, 3 * 2 ** 20];
    const drawn = (at: number, length: number): Float32Array =>
      new Float32Array(memory.buffer, at, length).map(() => rng.next() - 0.5);
    const [a, b] = [drawn(atA, rows * inner), drawn(atB, inner * columns)];
    new Float32Array(memory.buffer, atA, a.length).set(a);
    new Float32Array(memory.buffer, atB, b.length).set(b);
    const stridesA: [number, number] = turnA ? [4, 4 * rows] : [4 * inner, 4];
    const stridesB: [number, number] = turnB ? [4, 4 * inner] : [4 * columns, 4];
    kernels.gemm(rows, columns, inner, atA, ...stridesA, atB, ...stridesB, atOut, scratch);
    const found = new Float32Array(memory.buffer, atOut, rows * columns);
    const elementA = (i: number, k: number): number => a[(i * stridesA[0] + k * stridesA[1]) / 4]!;
    const elementB = (k: number, j: number): number => b[(k * stridesB[0] + j * stridesB[1]) / 4]!;
    const wrong = found.reduce((most, value, at) => {
      const [i, j] = [Math.floor(at / columns), at % columns];
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += elementA(i, k) * elementB(k, j);
      return Math.max(most, Math.abs(value - sum));
    }, 0);
    expect(wrong).toBeLessThanOrEqual(1e-5);
  });
});

test('relaxed SIMD is switched on for the time of a call only', () => {
  const bytes = decoded(relaxedKernelBytes);
  const before = WebAssembly.validate(bytes);
  withRelaxedSimd(() => undefined);
  expect(() =>
    withRelaxedSimd(() => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(WebAssembly.validate(bytes)).toBe(before);
});

describe('the self-test', () => {
  /** The test's answer, in a new memory, for kernels of which some are changed. */
  const passes = (change: (right: Kernels, buffer: ArrayBuffer) => Partial<Kernels>): boolean => {
    const memory = pages();
    const right = kernelsIn(memory)!;
    return passesSelfTest({ ...right, ...change(right, memory.buffer) }, memory.buffer);
  };

  test('passes', () => {
    expect(passes(() => ({}))).toBe(true);
  });

  test.each(['adam', 'normals', 'uniforms', 'csrProduct', 'gemm'])('notices that %s does nothing', (name) => {
    expect(passes(() => ({ [name]: () => undefined }))).toBe(false);
  });

  test('notices one wrong bit', () => {
    const normals = (right: Kernels, buffer: ArrayBuffer): Kernels['normals'] => {
      return (state, out, count) => {
        right.normals(state, out, count);
        new Uint32Array(buffer)[out / 4 + count - 1]! ^= 1;
      };
    };
    expect(passes((right, buffer) => ({ normals: normals(right, buffer) }))).toBe(false);
  });
});
