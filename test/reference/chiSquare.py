"""Quantiles of the chi-square distribution from SciPy 1.17.

Run: python test/reference/chiSquare.py; it writes chiSquare.json beside itself.
"""

import json
from pathlib import Path

import numpy as np
from scipy.stats import chi2

dofs = [1, 2, 3, 7, 20, 49, 100, 199, 211, 279, 280, 281, 300, 500, 769, 2481, 3000, 10**4, 31622, 10**5, 10**6 - 1, 10**6]
probabilities = [1e-6, 1e-3, 0.05, 0.11, 0.5, 0.9, 0.95, 0.99, 0.9999, 1 - 1e-6]

rng = np.random.default_rng(0)
drawn = [(int(10 ** rng.uniform(0, 6)), float(rng.uniform(1e-6, 1 - 1e-6))) for _ in range(100)]
rows = [(dof, p) for dof in dofs for p in probabilities] + drawn

out = [[dof, p, float(chi2.ppf(p, dof))] for dof, p in rows]
path = Path(__file__).with_suffix(".json")
path.write_text("[\n" + ",\n".join(map(json.dumps, out)) + "\n]\n")
