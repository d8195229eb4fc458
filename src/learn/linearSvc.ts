/** Costs of misclassifying a cell of the class and a cell of another class. */
interface Costs {
  own: number;
  other: number;
}

/** A line w·x + b. */
export interface Line {
  w: number;
  b: number;
}

/** Value, gradient and Hessian of ½(w² + b²) + Σ c max(0, 1 - y (w x + b))², y = ±1. */
function objective(x: Float64Array, codes: Int32Array, own: number, costs: Costs, { w, b }: Line) {
  let [value, gw, gb, hww, hwb, hbb] = [(w * w + b * b) / 2, w, b, 1, 0, 1];
  for (let i = 0; i < x.length; i++) {
    const [y, c] = codes[i] === own ? [1, costs.own] : [-1, costs.other];
    const short = 1 - y * (w * x[i]! + b);
    if (short <= 0) continue;
    value += c * short * short;
    gw -= 2 * c * y * short * x[i]!;
    gb -= 2 * c * y * short;
    hww += 2 * c * x[i]! * x[i]!;
    hwb += 2 * c * x[i]!;
    hbb += 2 * c;
  }
  return { value, gw, gb, hww, hwb, hbb };
}

/** The minimum by Newton's method: the objective is strictly convex and piecewise quadratic. */
function fitLine(x: Float64Array, codes: Int32Array, own: number, costs: Costs): Line {
  let line = { w: 0, b: 0 };
  for (let tries = 0; tries < 50; tries++) {
    const { value, gw, gb, hww, hwb, hbb } = objective(x, codes, own, costs, line);
    const determinant = hww * hbb - hwb * hwb;
    const step = { w: (hbb * gw - hwb * gb) / determinant, b: (hww * gb - hwb * gw) / determinant };
    const slope = gw * step.w + gb * step.b;
    if (slope <= 1e-12 * Math.max(1, value)) break;
    let size = 1;
    const moved = () => ({ w: line.w - size * step.w, b: line.b - size * step.b });
    while (size > 1e-6 && objective(x, codes, own, costs, moved()).value > value - 1e-4 * size * slope)
      size /= 2;
    line = moved();
  }
  return line;
}

const c = 0.01;

/**
 * Trains a linear support vector classifier on one dimension: squared hinge loss, C = 0.01, balanced classes, penalised
 * offset. It fits one line per category against the rest, or a single line for two categories. As scikit-learn's
 * `LinearSVC(C=0.01, class_weight='balanced')`, which leaves the cost of the rest unbalanced with more than two categories.
 *
 * @param x - Values of the training cells. [cells]
 * @param codes - Categories of the training cells. [cells]
 * @returns A function that predicts the category of a value.
 */
export function linearSvc(x: Float64Array, codes: Int32Array, categories: number): (value: number) => number {
  const counts = new Float64Array(categories);
  for (const code of codes) counts[code]!++;
  const balanced = (k: number) => (c * codes.length) / (categories * counts[k]!);
  if (categories === 2) {
    const { w, b } = fitLine(x, codes, 1, { own: balanced(1), other: balanced(0) });
    return (value) => (w * value + b > 0 ? 1 : 0);
  }
  const lines = Array.from(counts, (_, k) => fitLine(x, codes, k, { own: balanced(k), other: c }));
  return (value) => {
    let [winner, most] = [0, -Infinity];
    lines.forEach(({ w, b }, k) => {
      if (w * value + b <= most) return;
      winner = k;
      most = w * value + b;
    });
    return winner;
  };
}
