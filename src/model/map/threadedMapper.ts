import type { CsrMatrix, Matrix } from '../../matrix/matrix.js';
import { sharedCsrThread } from '../../wasm/sparse/sharedCsrThread.js';
import { useCsrThread } from '../../wasm/sparse/useCsrThread.js';
import type { CellMap, Mapper } from './cellMap.js';
import { eagerMapper } from './eagerMapper.js';

type Chunk = Matrix | CsrMatrix;

const forget = (chunk: Chunk | undefined): boolean => sharedCsrThread()?.forget(chunk as CsrMatrix) ?? false;

/**
 * Maps cells by tfjs, with a second thread for the sparse product of the first layer: it works on the next chunk while this one is
 * finished.
 */
export function threadedMapper(job: CellMap): Mapper {
  const eager = eagerMapper(job);
  const endUse = useCsrThread();
  let upcoming: Chunk | undefined;
  let ahead = true;
  return {
    oneSize: false,
    looksAhead: true,
    run: async (chunk, start, target, next) => {
      upcoming = next;
      if (ahead && next) sharedCsrThread()?.announce(next as CsrMatrix);
      try {
        await eager.run(chunk, start, target);
      } finally {
        // If the map didn't take the product (it multiplies other matrices than its chunks), working ahead is useless.
        if (forget(chunk)) ahead = false;
      }
    },
    release: async () => {
      forget(upcoming);
      await endUse();
    },
  };
}
