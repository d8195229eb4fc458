"""Reference values and gradients of the likelihoods, priors and what stands on them, PyTorch in float64.

The formulas are written from the papers and from torch.distributions, not from the TypeScript; same form as
losses.json. Extremes of the count distributions come from mpmath.

Run: python distributions.py   (needs torch, mpmath; writes distributions.json beside itself)
"""
import itertools
import json
import math
import pathlib

import mpmath
import numpy as np
import torch
import torch.distributions as D
import torch.nn.functional as F

mpmath.mp.dps = 40
torch.set_default_dtype(torch.float64)
CASES = []


def rounded(t):
    """Exact in float32, so that both sides see the same input."""
    return t.float().double()


def draw(n, d, seed, shift=0.0, scale=1.0):
    g = torch.Generator().manual_seed(seed)
    return rounded(torch.randn(n, d, generator=g) * scale + shift)


def counts(mean, seed):
    g = torch.Generator().manual_seed(seed)
    return torch.poisson(mean, generator=g)


def one_hot(codes, k):
    return torch.stack([torch.eye(k)[c] if c >= 0 else torch.zeros(k) for c in codes])


def coefficients(value):
    """Matrices are summed up with these weights before the gradient is taken: cos(i + 2j)."""
    i, j = torch.meshgrid(torch.arange(value.shape[0]), torch.arange(value.shape[1]), indexing='ij')
    return torch.cos(i + 2.0 * j)


def case(loss, name, f, inputs, options=None, constants=()):
    """Calls f(**inputs), notes its value and its gradient in every input that isn't constant."""
    leaves = {k: v.clone().requires_grad_(k not in constants) for k, v in inputs.items()}
    value = f(**leaves)
    (value if value.dim() == 0 else (value * coefficients(value)).sum()).backward()
    gradients = {k: v.grad.tolist() for k, v in leaves.items() if k not in constants}
    CASES.append(dict(loss=loss, name=name, options=options or {}, gradients=gradients,
                      inputs={k: v.tolist() for k, v in inputs.items()}, value=value.tolist()))


def poisson(counts, logMean):
    return D.Poisson(logMean.exp()).log_prob(counts)


def nb(counts, logMean, logDispersion):
    """torch's failures are successes here: probability of a count is m / (m + θ), that is, logits log m - log θ."""
    total = logDispersion.exp() + 0 * logMean
    return D.NegativeBinomial(total, logits=logMean - logDispersion, validate_args=False).log_prob(counts)


def zinb(counts, logMean, logDispersion, dropoutLogits):
    inner, pi = nb(counts, logMean, logDispersion), torch.sigmoid(dropoutLogits)
    return torch.where(counts == 0, torch.log(pi + (1 - pi) * inner.exp()), torch.log(1 - pi) + inner)


def gaussian(x, mean, logVariance):
    return D.Normal(mean, (0.5 * logVariance).exp()).log_prob(x)


def gaussian_kl(mean, logVariance, priorMean, priorLogVariance):
    normal = lambda m, lv: D.Normal(m, (0.5 * lv).exp())
    return D.kl_divergence(normal(mean, logVariance), normal(priorMean, priorLogVariance))


def mixture(z, means, logVariances, logits=None):
    weights = torch.zeros(len(means)) if logits is None else logits[0]
    parts = D.Independent(D.Normal(means, (0.5 * logVariances).exp()), 1)
    return D.MixtureSameFamily(D.Categorical(logits=weights), parts).log_prob(z)


def label_prior(mean, logVariance, oneHot, priorMeans, priorLogVariances):
    return gaussian_kl(mean, logVariance, oneHot @ priorMeans, oneHot @ priorLogVariances).sum(1).mean()


def vamp(z, mean, logVariance, pseudoMeans, pseudoLogVariances, logits=None):
    return (gaussian(z, mean, logVariance).sum(1) - mixture(z, pseudoMeans, pseudoLogVariances, logits)).mean()


def tc_parts(z, mean, logVariance, cells, estimator):
    """beta-TCVAE's decomposition, a loop over pairs; weights as in appendix C of the paper."""
    n = len(z)
    w = torch.full((n, n), 1 / (cells * n) if estimator == 'mws' else 1 / max(n - 1, 1))
    if estimator == 'mss':
        for i in range(n):
            w[i, i] = 1 / cells
            if n > 1:
                w[i, i - 1 if i else 1] = (cells - n + 1) / (cells * (n - 1))
    density = torch.stack([torch.stack([gaussian(z[i], mean[j], logVariance[j]) for j in range(n)]) for i in range(n)])
    joint = torch.logsumexp(w.log() + density.sum(2), 1)
    product = torch.logsumexp(w.log()[:, :, None] + density, 1).sum(1)
    posterior, prior = gaussian(z, mean, logVariance).sum(1), gaussian(z, 0 * z, 0 * z).sum(1)
    return dict(mutualInformation=(posterior - joint).mean(), totalCorrelation=(joint - product).mean(),
                dimensionWiseKl=(product - prior).mean())


def group_lasso(weights, a=0.1):
    n = weights.norm(dim=1)
    return torch.where(n >= a, n, n ** 2 / (2 * a) + a / 2).sum()


def kernel(x, y, widths):
    """Sum of exp(-d²/width)."""
    d = ((x[:, None] - y[None]) ** 2).sum(-1)
    return sum(torch.exp(-d / w) for w in widths)


def adaptive(z):
    n = len(z)
    middle = (((z[:, None] - z[None]) ** 2).sum() / (n * n - n)).detach()
    return [middle * 2.0 ** i for i in range(-2, 3)]


def grouped(z, oneHot, reference, widths):
    total = 0
    for g in range(oneHot.shape[1]):
        r = reference[g]
        a, b = z[oneHot[:, r] > 0], z[oneHot[:, g] > 0]
        if g != r and len(a) and len(b):
            total = total + kernel(a, a, widths).mean() + kernel(b, b, widths).mean() - 2 * kernel(a, b, widths).mean()
    return total


means = draw(6, 5, 1, 0.5, 1.5).exp()
x65 = counts(means, 2)
logMean, perEntry, perGene = draw(6, 5, 3, 0.5, 1.5), draw(6, 5, 4, 0, 1.5), draw(1, 5, 5, 0, 1.5)
fixed = ['counts']
case('poisson', 'moderate counts', poisson, dict(counts=x65, logMean=logMean), {}, fixed)
case('negativeBinomial', 'dispersion of each entry', nb, dict(counts=x65, logMean=logMean, logDispersion=perEntry), {}, fixed)
case('negativeBinomial', 'dispersion of each gene', nb, dict(counts=x65, logMean=logMean, logDispersion=perGene), {}, fixed)
case('negativeBinomial', 'dispersion of each cell', nb, dict(counts=x65, logMean=logMean, logDispersion=draw(6, 1, 6)), {}, fixed)
case('zeroInflatedNegativeBinomial', 'dispersion of each gene', zinb,
     dict(counts=x65, logMean=logMean, logDispersion=perGene, dropoutLogits=draw(6, 5, 7, 0, 2)), {}, fixed)
case('bernoulli', 'zeros, ones and shares', lambda x, logits: -F.binary_cross_entropy_with_logits(logits, x, reduction='none'),
     dict(x=rounded(torch.rand(6, 5, generator=torch.Generator().manual_seed(8)).mul(3).sub(1).clamp(0, 1)), logits=draw(6, 5, 9, 0, 4)), {}, ['x'])

x64, m64, v64 = draw(6, 4, 10), draw(6, 4, 11), draw(6, 4, 12)
case('gaussian', 'variance of each entry', gaussian, dict(x=x64, mean=m64, logVariance=v64))
case('gaussian', 'variance of each gene', gaussian, dict(x=x64, mean=m64, logVariance=draw(1, 4, 13)))
case('gaussianKl', 'one prior a cell', gaussian_kl, dict(mean=x64, logVariance=v64, priorMean=m64, priorLogVariance=draw(6, 4, 14)))
case('gaussianKl', 'one prior for all', gaussian_kl,
     dict(mean=x64, logVariance=v64, priorMean=draw(1, 4, 15), priorLogVariance=draw(1, 4, 16)))

m34, v34 = draw(3, 4, 17), draw(3, 4, 18, -0.5)
case('gaussianMixture', 'equal weights', lambda z, means, logVariances: mixture(z, means, logVariances)[:, None],
     dict(z=x64, means=m34, logVariances=v34))
case('gaussianMixture', 'own weights', lambda z, means, logVariances, logits: mixture(z, means, logVariances, logits)[:, None],
     dict(z=x64, means=m34, logVariances=v34, logits=draw(1, 3, 19)))
case('klLabelPriorLoss', 'a cell without label', label_prior,
     dict(mean=m64, logVariance=v64, oneHot=one_hot([0, 1, 1, 2, -1, 0], 3), priorMeans=m34, priorLogVariances=v34), {}, ['oneHot'])
case('klVampPriorLoss', 'equal weights', vamp, dict(z=x64, mean=m64, logVariance=v64, pseudoMeans=m34, pseudoLogVariances=v34))
case('klVampPriorLoss', 'own weights', vamp,
     dict(z=x64, mean=m64, logVariance=v64, pseudoMeans=m34, pseudoLogVariances=v34, logits=draw(1, 3, 19)))

for rows in (6, 2, 1):
    for estimator in ('mss', 'mws'):
        for part in ('mutualInformation', 'totalCorrelation', 'dimensionWiseKl'):
            case('totalCorrelation', f'{part}, {estimator}, {rows} of 500', lambda z, mean, logVariance:
                 tc_parts(z, mean, logVariance, 500, estimator)[part],
                 dict(z=rounded(m64 + (0.5 * v64).exp() * x64)[:rows], mean=m64[:rows], logVariance=v64[:rows]),
                 dict(part=part, cells=500, estimator=estimator))

w73 = rounded(draw(7, 3, 20) * torch.tensor([1, 0.5, 0.2, 0.1, 0.05, 0.01, 0.0])[:, None])
case('groupLasso', 'norms on both sides of the smoothing, one zero', lambda weights: group_lasso(weights), dict(weights=w73))
case('groupLasso', 'smoothing 1', lambda weights: group_lasso(weights, 1.0), dict(weights=w73), dict(smoothing=1))

# scDisInFact's kernel: 19 Gaussians exp(-d²/2s).
SCDISINFACT = [2 * s for s in (1e-6, 1e-5, 1e-4, 1e-3, 1e-2, .1, 1, 5, 10, 15, 20, 25, 30, 35, 100, 1e3, 1e4, 1e5, 1e6)]
groups = one_hot([0, 0, 0, 1, 1, 2, 2, 3, 3, 3, -1, 1], 5)
z12 = rounded(draw(12, 3, 21) + groups @ draw(5, 3, 22))
case('groupedMmd', 'one reference, a cell of no group, a group without cells', lambda z, oneHot:
     grouped(z, oneHot, [0] * 5, adaptive(z)), dict(z=z12, oneHot=groups), {}, ['oneHot'])
case('groupedMmd', 'a reference within each label', lambda z, oneHot: grouped(z, oneHot, [0, 0, 2, 2, 4], adaptive(z)),
     dict(z=z12, oneHot=groups), dict(reference=[0, 0, 2, 2, 4]), ['oneHot'])
case('groupedMmd', "scDisInFact's 19 kernels", lambda z, oneHot: grouped(z, oneHot, [1] * 5, SCDISINFACT),
     dict(z=z12, oneHot=groups), dict(reference=1, kernels='scDisInFact'), ['oneHot'])


def extremes():
    """Every combination of hard counts, means and dispersions, in 40 digits: where float64 too would lose some."""
    counts, means = [0, 1, 2, 7, 100, 1e4, 1e6], [1e-8, 1e-3, 0.5, 3, 100, 1e4, 1e6]
    rows = []
    for x, m, t in itertools.product(counts, means, [1e-6, 1e-2, 1, 50, 1e4, 1e6]):
        logs = [float(np.float32(math.log(v))) for v in (m, t)]
        x, (m, t) = mpmath.mpf(x), map(mpmath.exp, logs)
        log, lgamma, psi = mpmath.log, mpmath.loggamma, lambda v: mpmath.digamma(v)
        rows.append(dict(
            counts=x, logMean=logs[0], logDispersion=logs[1],
            value=lgamma(x + t) - lgamma(t) - lgamma(x + 1) + t * log(t / (t + m)) + x * log(m / (t + m)),
            ofLogMean=x - m * (x + t) / (t + m),
            ofLogDispersion=t * (psi(x + t) - psi(t) + log(t / (t + m)) + (m - x) / (t + m)),
            poisson=x * log(m) - m - lgamma(x + 1)))
    result = {k: [float(row[k]) for row in rows] for k in rows[0]}
    columns = [torch.tensor(result[k])[:, None] for k in ('counts', 'logMean', 'logDispersion')]
    error = (nb(*columns)[:, 0] - torch.tensor(result['value'])).abs()
    assert (error < 1e-6 * (1 + torch.tensor(result['value']).abs())).all(), 'torch.distributions differs'
    return result


def short(value):
    """Ten digits: more than float32 holds."""
    if isinstance(value, dict):
        return {k: short(v) for k, v in value.items()}
    return [short(v) for v in value] if isinstance(value, list) else float(f'{value:.10g}')


for c in CASES:
    c.update({key: short(c[key]) for key in ('value', 'gradients', 'inputs')})
path = pathlib.Path(__file__).with_suffix('.json')
lines = ',\n'.join(json.dumps(c) for c in CASES)
path.write_text('{"cases": [\n' + lines + '\n],\n"extremes": ' + json.dumps(short(extremes())) + '}\n')
print(len(CASES), 'cases ->', path.name)
