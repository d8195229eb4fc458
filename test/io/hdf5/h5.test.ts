import { expect, test, vi } from 'vitest';
import { memoryH5 } from '../../../src/io/hdf5/h5.js';

test('an empty module in the place of h5wasm counts as a missing package', async () => {
  vi.doMock('h5wasm', () => ({}));
  const message = "readH5ad: needs the package h5wasm, which isn't installed. Run: npm install h5wasm";
  await expect(memoryH5('readH5ad')).rejects.toThrow(message);
  vi.doUnmock('h5wasm');
});
