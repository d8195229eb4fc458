import * as tf from '@tensorflow/tfjs';
import { expect } from 'vitest';
import { ensureBackend } from '../../src/backend/ensureBackend.js';
import { testOfDefault } from '../helpers/testOfDefault.js';

testOfDefault('without a choice, simultaneous first calls agree on wasm in Node', async () => {
  expect(tf.getBackend()).toBeFalsy();
  expect(await Promise.all([ensureBackend(), ensureBackend(), ensureBackend()])).toEqual([
    'wasm',
    'wasm',
    'wasm',
  ]);
  expect(tf.env().getBool('WASM_HAS_MULTITHREAD_SUPPORT')).toBe(false);
  expect(Symbol.for('zbio.wasmKernel') in tf.getKernel('_FusedMatMul', 'wasm')).toBe(true);
});
