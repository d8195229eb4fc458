"""Energy distances by SciPy and as pertpy 1.0 computes them. Run: python test/reference/energyDistance.py > test/reference/energyDistance.json"""

import json
import numpy as np
from scipy.spatial.distance import cdist
from scipy.stats import energy_distance


def case(seed, cells, other_cells, dims, shift, spread):
    rng = np.random.default_rng(seed)
    a = rng.normal(size=(cells, dims)).astype("float32").round(4)
    b = (rng.normal(size=(other_cells, dims)) * spread + shift).astype("float32").round(4)
    x, y = a.astype("float64"), b.astype("float64")
    within = [cdist(x, x).mean(), cdist(y, y).mean()]
    # pertpy.tools.Distance("edistance"): means over all pairs, a cell with itself among them.
    biased = 2 * cdist(x, y).mean() - sum(within)
    if dims == 1:
        # SciPy gives the root, of one dimension only.
        assert np.isclose(biased, energy_distance(x[:, 0], y[:, 0]) ** 2)
    unbiased = 2 * cdist(x, y).mean() - within[0] * cells / (cells - 1) - within[1] * other_cells / (other_cells - 1)
    return {"a": a.tolist(), "b": b.tolist(), "biased": biased, "within": within, "unbiased": unbiased}


cases = [case(0, 12, 9, 1, 0.7, 1.0), case(1, 10, 15, 4, 0.5, 2.0), case(2, 14, 14, 3, 0.0, 1.0)]
print(json.dumps(cases))
