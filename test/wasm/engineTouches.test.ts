import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const source = fileURLToPath(new URL('../../src', import.meta.url));

/** What may change with any release of tfjs: its engine, its registries, the inside of its wasm backend. */
const touch = new RegExp(
  [
    String.raw`\btf\.(engine|backend|getKernel|getKernelsForBackend|getGradient|registerKernel|unregisterKernel)\(`,
    String.raw`\btf\.(registerGradient|registerBackend|removeBackend|copyRegisteredKernels)\(`,
    String.raw`\b(BackendWasm|dataIdMap|typedArrayFromHeap|memoryOffset|registryFactory|makeTensorFromTensorInfo)\b`,
    String.raw`\b(activeTape|gradientDepth:|registeredVariables|KernelBackend)\b`,
  ].join('|'),
);

/** The folders that may: replaced kernels and the way to the heap; recording, which is a backend of its own. */
const allowed = /^(wasm\/patches|record(\/ops)?)$/;

function files(): string[] {
  const all = readdirSync(source, { recursive: true, encoding: 'utf8' });
  return all.filter((file) => file.endsWith('.ts')).map((file) => file.replaceAll('\\', '/'));
}

test('only two rooms reach into tfjs: wasm/patches and record', () => {
  const touching = files().filter((file) => touch.test(readFileSync(join(source, file), 'utf8')));
  expect(touching.length).toBeGreaterThan(10);
  expect(touching.filter((file) => !allowed.test(dirname(file)))).toEqual([]);
});
