"""log Γ, its derivatives and the Stirling remainder over 12 decades, SciPy and mpmath, at numbers exact in float32.

Run: python gamma.py   (needs numpy, scipy, mpmath; writes gamma.json beside itself)
"""
import json
import pathlib

import mpmath
import numpy as np
from scipy import special

mpmath.mp.dps = 40
grid = np.concatenate([
    np.logspace(-6, 6, 97),
    np.linspace(0.9, 1.1, 9), np.linspace(1.4, 1.5, 5), np.linspace(1.9, 2.1, 9), np.linspace(2.9, 3.1, 9),
    np.arange(1, 30), 2.0 ** np.arange(-19, 20),
]).astype(np.float32)
x = np.unique(grid).astype(np.float64)


def remainder(v):
    v = mpmath.mpf(float(v))
    return float(mpmath.loggamma(v) - v * mpmath.log(v) + v)


columns = dict(x=x, lgamma=special.gammaln(x), digamma=special.psi(x), trigamma=special.polygamma(1, x),
               remainder=[remainder(v) for v in x])
short = {name: [float(f'{v:.10g}') for v in values] for name, values in columns.items()}
path = pathlib.Path(__file__).with_suffix('.json')
path.write_text('{\n' + ',\n'.join(f'"{k}": {json.dumps(v)}' for k, v in short.items()) + '\n}\n')
print(len(x), 'arguments ->', path.name)
