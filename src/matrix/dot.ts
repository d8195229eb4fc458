/** Sum of a[i] b[i]. It keeps four partial sums: with a single one, each addition waits for the one before. */
export function dot(a: Float64Array, b: Float64Array): number {
  const whole = a.length & ~3;
  let [s, t, u, v] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    s += a[i]! * b[i]!;
    t += a[i + 1]! * b[i + 1]!;
    u += a[i + 2]! * b[i + 2]!;
    v += a[i + 3]! * b[i + 3]!;
  }
  for (let i = whole; i < a.length; i++) s += a[i]! * b[i]!;
  return s + t + u + v;
}
