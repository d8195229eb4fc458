import type { Matrix } from '../../matrix/matrix.js';
import type { FirstNorm } from '../../nn/network.js';
import type { ScaledCells } from '../map/extensionParts.js';
import { mapChunks } from '../map/mapChunks.js';

/** The sums of the first layer before its norm. -> [cells, units] */
export function sumsOf(norm: FirstNorm, x: ScaledCells): Promise<Matrix> {
  return mapChunks({
    cells: { x, scale: 'asIs' },
    columns: norm.mean.size,
    sparse: true,
    map: (chunk) => norm.sums(chunk),
  });
}
