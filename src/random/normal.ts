const layers = 128;
const tail = 3.442619855899;
const area = 9.91256303526217e-3;
/** Values are drawn as signed 24-bit integers. */
const range = 2 ** 23;

const density = (x: number): number => Math.exp(-0.5 * x * x);

/** Right edge of each layer, and the draw below which a point certainly lies under the curve. */
function edges(): { edge: Float64Array; sure: Float64Array } {
  const edge = new Float64Array(layers + 1);
  edge[0] = area / density(tail);
  edge[1] = tail;
  for (let i = 2; i < layers; i++)
    edge[i] = Math.sqrt(-2 * Math.log(area / edge[i - 1]! + density(edge[i - 1]!)));
  const sure = edge.slice(0, layers).map((x, i) => (edge[i + 1]! / x) * range);
  return { edge, sure };
}

const { edge, sure } = /* @__PURE__ */ edges();

/** Draws a value beyond the last layer (Marsaglia's method). */
function fromTail(next: () => number, sign: number): number {
  for (;;) {
    const x = -Math.log(1 - next()) / tail;
    if (-2 * Math.log(1 - next()) > x * x) return sign * (tail + x);
  }
}

/**
 * Draws one standard normal value in double precision, by the ziggurat method. `fillNormalsInBulk` fills whole
 * arrays faster, with other values. The layer and the value come from different bits of a draw (Doornik 2005);
 * otherwise they would be correlated.
 *
 * @param next - Returns values uniform in [0, 1) with 32 bits.
 */
export function normal(next: () => number): number {
  for (;;) {
    const bits = (next() * 2 ** 32) | 0;
    const layer = bits & (layers - 1);
    const draw = bits >> 8;
    const x = (draw * edge[layer]!) / range;
    if (Math.abs(draw) < sure[layer]!) return x;
    if (layer === 0) return fromTail(next, Math.sign(draw));
    const [outer, inner] = [density(edge[layer]!), density(edge[layer + 1]!)];
    if (outer + next() * (inner - outer) < density(x)) return x;
  }
}
