import { type TestAPI, test } from 'vitest';

/**
 * A test of what happens where no backend is chosen or installed; left out where `ZBIO_TEST_BACKEND` chooses one. In a file
 * without tfjs, since some of these tests are the first to load it.
 */
export const testOfDefault: TestAPI = process.env['ZBIO_TEST_BACKEND'] ? (test.skip as TestAPI) : test;
