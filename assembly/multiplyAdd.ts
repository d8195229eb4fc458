/**
 * a·b + c. With relaxed SIMD it is one instruction that rounds once, where the processor has it: products take some 30 %
 * less time then, and their last bits depend on the processor.
 */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(c, f32x4.mul(a, b));
}
