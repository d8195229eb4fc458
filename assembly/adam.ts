/** One step of Adam on `count` values at four addresses; the twin of src/simd/adamArrays.ts in single precision. */
export function adam(
  count: i32,
  weights: usize,
  gradients: usize,
  first: usize,
  second: usize,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  rate: f32,
  epsilon: f32,
): void {
  const beta1s = f32x4.splat(beta1);
  const rest1s = f32x4.splat(rest1);
  const beta2s = f32x4.splat(beta2);
  const rest2s = f32x4.splat(rest2);
  const rates = f32x4.splat(rate);
  const epsilons = f32x4.splat(epsilon);
  const bytes = (<usize>count) << 2;
  let at: usize = 0;
  // Eight values a round: in each, an engine spreads the constants to all lanes anew.
  for (; at + 32 <= bytes; at += 32) {
    const g = v128.load(gradients + at);
    const g2 = v128.load(gradients + at, 16);
    const m = f32x4.add(f32x4.mul(v128.load(first + at), beta1s), f32x4.mul(g, rest1s));
    const m2 = f32x4.add(f32x4.mul(v128.load(first + at, 16), beta1s), f32x4.mul(g2, rest1s));
    const v = f32x4.add(f32x4.mul(v128.load(second + at), beta2s), f32x4.mul(f32x4.mul(g, rest2s), g));
    const v2 = f32x4.add(f32x4.mul(v128.load(second + at, 16), beta2s), f32x4.mul(f32x4.mul(g2, rest2s), g2));
    v128.store(first + at, m);
    v128.store(first + at, m2, 16);
    v128.store(second + at, v);
    v128.store(second + at, v2, 16);
    const change = f32x4.div(f32x4.mul(m, rates), f32x4.add(f32x4.sqrt(v), epsilons));
    const change2 = f32x4.div(f32x4.mul(m2, rates), f32x4.add(f32x4.sqrt(v2), epsilons));
    const w = v128.load(weights + at);
    const w2 = v128.load(weights + at, 16);
    v128.store(weights + at, f32x4.sub(w, change));
    v128.store(weights + at, f32x4.sub(w2, change2), 16);
  }
  for (; at < bytes; at += 4) {
    const g = load<f32>(gradients + at);
    const m = load<f32>(first + at) * beta1 + g * rest1;
    const v = load<f32>(second + at) * beta2 + g * rest2 * g;
    store<f32>(first + at, m);
    store<f32>(second + at, v);
    store<f32>(weights + at, load<f32>(weights + at) - (m * rate) / (sqrt<f32>(v) + epsilon));
  }
}
