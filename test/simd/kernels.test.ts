import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { kernelBytes } from '../../src/simd/kernelBytes.js';
import { type Kernels, kernelsIn } from '../../src/simd/kernels.js';
import { passesSelfTest } from '../../src/simd/selfTest.js';

// The compiler's libraries in use here (no DOM) don't list WebAssembly.
declare const WebAssembly: {
  Memory: new (size: { initial: number; maximum?: number; shared?: boolean }) => { buffer: ArrayBuffer };
  Module: { new (bytes: Uint8Array): object; imports(module: object): object[] };
};

function compilerIsThere(): boolean {
  try {
    createRequire(import.meta.url).resolve('assemblyscript/package.json');
    return true;
  } catch {
    return false;
  }
}

const page = () => new WebAssembly.Memory({ initial: 1 });
const pages = () => new WebAssembly.Memory({ initial: 16 });

describe('the committed module', () => {
  test.runIf(compilerIsThere())('is what the sources compile to', { timeout: 60_000 }, () => {
    const script = fileURLToPath(new URL('../../scripts/kernels.mjs', import.meta.url));
    expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
  });

  // Chrome long refused to compile more than 4 KB on a page's main thread at once.
  test('has less than 4 KB and needs nothing but a memory', () => {
    const bytes = Buffer.from(kernelBytes, 'base64');
    expect(bytes.length).toBeLessThan(4096);
    const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
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
