"""Reference values and gradients of the losses, PyTorch in float64, written from the formulas (not from the TypeScript).

Run: python losses.py   (needs torch; writes losses.json beside itself)
"""
import json
import math
import pathlib

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
EYE = torch.eye
CASES = []


def draw(n, d, seed, shift=0.0, scale=1.0):
    """Normal numbers that are exact in float32, so that both sides see the same input."""
    g = torch.Generator().manual_seed(seed)
    return (torch.randn(n, d, generator=g) * scale + shift).float().double()


def rounded(t):
    return t.float().double()


def one_hot(codes, k):
    return torch.stack([torch.eye(k)[c] if c >= 0 else torch.zeros(k) for c in codes])


def case(loss, name, f, inputs, options=None, constants=()):
    """Calls f(**inputs), notes its value and its gradient in every input that isn't constant."""
    leaves = {k: v.clone().requires_grad_(k not in constants) for k, v in inputs.items()}
    value = f(**leaves)
    (value if value.dim() == 0 else (value * COEFFICIENTS(value)).sum()).backward()
    gradients = {k: v.grad.tolist() for k, v in leaves.items() if k not in constants}
    CASES.append(dict(loss=loss, name=name, options=options or {}, gradients=gradients,
                      inputs={k: v.tolist() for k, v in inputs.items()}, value=value.tolist()))


def COEFFICIENTS(value):
    """Matrices are summed up with these weights before the gradient is taken: cos(i + 2j)."""
    i, j = torch.meshgrid(torch.arange(value.shape[0]), torch.arange(value.shape[1]), indexing='ij')
    return torch.cos(i + 2.0 * j)


def distances(x, y):
    return ((x[:, None] - y[None]) ** 2).sum(-1)


def bandwidth(joint):
    n = len(joint)
    return (distances(joint, joint).sum() / (n * n - n)).detach()


def mixture(d, middle, mul=2.0, num=5):
    return sum(torch.exp(-d / (middle / mul ** (num // 2) * mul ** i)) for i in range(num))


def rbf(x, y=None, mul=2.0, num=5, fix=None):
    middle = bandwidth(x if y is None else torch.cat([x, y])) if fix is None else fix
    return mixture(distances(x, x if y is None else y), middle, mul, num)


def unit(x):
    return x / x.norm(dim=1, keepdim=True)


def mmd(x, y, mul=2.0, num=5, fix=None, normalize=False):
    if normalize:
        x, y = unit(x), unit(y)
    k, n = rbf(torch.cat([x, y]), None, mul, num, fix), len(x)
    return k[:n, :n].mean() + k[n:, n:].mean() - 2 * k[:n, n:].mean()


def hsic(x, y, normalized=True, kernel='rbf', fix=None):
    n = len(x)
    h = EYE(n) - 1 / n
    gram = (lambda a: rbf(a, None, num=1, fix=fix)) if kernel == 'rbf' else (lambda a: a @ a.T)
    raw = lambda a, b: torch.trace(gram(a) @ h @ gram(b) @ h) / (n - 1) ** 2
    return raw(x, y) / (raw(x, x) * raw(y, y)).sqrt() if normalized else raw(x, y)


def anova(share, oneHot):
    n, present = len(oneHot), (oneHot.sum(0) > 0).sum()
    e = (present - 1) / (n - 1)
    return F.relu((share - e) / (1 - e)).mean()


def batch_dependence(z, oneHot, kernel='rbf'):
    n = len(z)
    groups = [(oneHot[:, b] > 0) for b in range(oneHot.shape[1]) if oneHot[:, b].sum() > 0]
    if kernel == 'rbf':
        k = rbf(z)
        between = sum(k[g][:, g].sum() / g.sum() for g in groups) - k.sum() / n
        return anova(between / (torch.trace(k) - k.sum() / n), oneHot)
    c = z - z.mean(0)
    between = sum(g.sum() * c[g].mean(0) ** 2 for g in groups)
    return anova(between / (c ** 2).sum(0), oneHot)


def align(z, oneHot, mul=2.0, num=5):
    k, parts = rbf(z, None, mul, num), []
    for b in range(oneHot.shape[1]):
        g = oneHot[:, b] > 0
        if g.sum() >= 2 and (~g).sum() >= 2:
            parts.append(k[g][:, g].mean() + k[~g][:, ~g].mean() - 2 * k[g][:, ~g].mean())
    return sum(parts) / len(parts)


def club(mean, logVariance, y):
    """The published form with all n x n pairs."""
    var = logVariance.exp()
    positive = -((mean - y) ** 2) / 2 / var
    negative = -((y[None] - mean[:, None]) ** 2).mean(1) / 2 / var
    return (positive.sum(1) - negative.sum(1)).mean()


def club_likelihood(mean, logVariance, y):
    return -torch.distributions.Normal(mean, (0.5 * logVariance).exp()).log_prob(y).sum(1).mean()


def sup_con(view1, view2, temperature=0.2, labels=None):
    z = unit(torch.cat([view1, view2]))
    n, m = len(view1), 2 * len(view1)
    codes = [i if labels is None or labels[i].sum() == 0 else m + int(labels[i].argmax()) for i in range(n)] * 2
    s = z @ z.T / temperature
    total = 0.0
    for i in range(m):
        others = [a for a in range(m) if a != i]
        lse = torch.logsumexp(s[i, others], 0)
        near = [a for a in others if codes[a] == codes[i]]
        total = total + sum(lse - s[i, p] for p in near) / len(near)
    return total / m


def penalty(z, w1, b1, w2, v, activation='relu'):
    f = dict(relu=F.relu, softplus=F.softplus)[activation]
    z = z if z.requires_grad else z.clone().requires_grad_()
    out = f(z @ w1 + b1) @ w2
    (g,) = torch.autograd.grad((out * v).sum(), z, create_graph=True)
    return (g ** 2).sum(1).mean()


x8, y8, y6, y1 = draw(8, 3, 1), draw(8, 3, 2, 0.7), draw(6, 3, 3, -0.5, 1.5), draw(1, 3, 4)

case('squaredDistances', '8 against 6', distances, dict(x=x8, y=y6))
case('normalizeRows', 'six rows', unit, dict(x=y6))
case('rbfKernel', 'joint bandwidth', lambda x, y: rbf(x, y), dict(x=x8, y=y6))
case('rbfKernel', 'one sample', lambda x: rbf(x), dict(x=x8))
case('rbfKernel', 'mul 3, four kernels', lambda x, y: rbf(x, y, 3, 4), dict(x=x8, y=y6), dict(kernelMul=3, kernelNum=4))
case('rbfKernel', 'fixed bandwidth', lambda x, y: rbf(x, y, 2, 3, 2.5), dict(x=x8, y=y6), dict(kernelNum=3, fixSigma=2.5))
case('rbfKernel', 'sigma 0.8', lambda x, y: torch.exp(-distances(x, y) / (2 * 0.8 ** 2)), dict(x=x8, y=y6), dict(sigma=0.8))

case('mmd', 'equal sizes', mmd, dict(x=x8, y=y8))
case('mmd', 'unequal sizes', mmd, dict(x=x8, y=y6))
case('mmd', 'one row against eight', mmd, dict(x=y1, y=x8))
case('mmd', 'mul 3, three kernels', lambda x, y: mmd(x, y, 3, 3), dict(x=x8, y=y6), dict(kernelMul=3, kernelNum=3))
case('mmd', 'mul 2, four kernels', lambda x, y: mmd(x, y, 2, 4), dict(x=x8, y=y6), dict(kernelNum=4))
case('mmd', 'one kernel', lambda x, y: mmd(x, y, 2, 1), dict(x=x8, y=y6), dict(kernelNum=1))
case('mmd', 'fixSigma', lambda x, y: mmd(x, y, fix=3.0), dict(x=x8, y=y6), dict(fixSigma=3))
case('mmd', 'normalized rows', lambda x, y: mmd(x, y, normalize=True), dict(x=x8, y=y6), dict(normalize=True))
case('mmd', 'large scale', mmd, dict(x=draw(8, 3, 1, 0, 1e4), y=draw(6, 3, 3, 5e3, 1e4)))
case('mmd', 'common offset', mmd, dict(x=draw(8, 3, 1, 30), y=draw(6, 3, 3, 31)))

b8 = rounded(draw(8, 2, 5) + x8[:, :2] ** 2)
for kernel in ('rbf', 'linear'):
    for normalized in (True, False):
        case('hsic', f'{kernel}, normalized {normalized}', lambda x, y: hsic(x, y, normalized, kernel), dict(x=x8, y=b8),
             dict(kernel=kernel, normalized=normalized))
case('hsic', 'fixSigma', lambda x, y: hsic(x, y, fix=2.0), dict(x=x8, y=b8), dict(fixSigma=2))
case('hsic', 'linear at 1e6', lambda x, y: hsic(x, y, True, 'linear'), dict(x=rounded(x8 * 1e6), y=b8), dict(kernel='linear'))
case('hsic', 'linear at 1e-6', lambda x, y: hsic(x, y, True, 'linear'), dict(x=rounded(x8 * 1e-6), y=b8), dict(kernel='linear'))

oh3 = one_hot([0, 0, 1, 1, 1, 2, 2, 0, 1, 2, 2, 0], 3)
missing = one_hot([0, 0, 3, 3, 3, 0, 0, 0, 3, 3], 4)
lonely = one_hot([0, 0, 1, 1, 1, 2, 0, 1], 3)
z12 = draw(12, 3, 6) + oh3 @ draw(3, 3, 7, 0, 1.2)
z10 = draw(10, 2, 8) + missing @ draw(4, 2, 9)
z8 = draw(8, 3, 10) + lonely @ draw(3, 3, 11, 0, 2)
for kernel in ('rbf', 'linear'):
    for name, z, oh in (('three batches', z12, oh3), ('two of four batches missing', z10, missing), ('a batch of one cell', z8, lonely)):
        case('batchDependenceLoss', f'{kernel}, {name}', lambda z, oneHot: batch_dependence(z, oneHot, kernel),
             dict(z=rounded(z), oneHot=oh), dict(kernel=kernel), ['oneHot'])
def conditional_dependence(z, oneHot, strata):
    """Stratum by stratum and pair by pair, as the formula reads."""
    k, n = rbf(z), len(z)
    others = 1 - EYE(n)
    excess = distance = 0
    for r in strata.T:
        pairs = torch.outer(r, r) * others
        alike = (pairs * k).sum() / pairs.sum()
        for b in oneHot.T:
            own = pairs * torch.outer(b, b)
            if own.sum() <= 1e-3:
                continue
            mass = (r * b).sum()
            excess = excess + mass * ((own * k).sum() / own.sum() - alike)
            distance = distance + mass * (5 - alike)
    return torch.relu(excess / (distance + 1e-6 * n))


def neighborhoods(z, width=1 / 16):
    return torch.softmax(-distances(z, z) / (width * bandwidth(z)), 1).detach()


types = one_hot([0, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, -1], 2)
soft = rounded(torch.softmax(draw(12, 3, 60), 1))
for name, z, oh, strata in (('soft strata', z12, oh3, soft), ('types, one cell of none', z12, oh3, types),
                            ('two of four batches missing', z10, missing, soft[:10]), ('a batch of one cell', z8, lonely, soft[:8]),
                            ('one stratum', z12, oh3, torch.ones(12, 1))):
    case('conditionalBatchDependenceLoss', name, conditional_dependence, dict(z=rounded(z), oneHot=oh, strata=strata), {}, ['oneHot', 'strata'])
case('conditionalBatchDependenceLoss', 'neighbourhoods', lambda z, oneHot: conditional_dependence(z, oneHot, neighborhoods(z, 0.5)),
     dict(z=rounded(z12), oneHot=oh3), {'width': 0.5}, ['oneHot'])
case('alignBatchesLoss', 'three batches', align, dict(z=rounded(z12), oneHot=oh3), {}, ['oneHot'])
case('alignBatchesLoss', 'two of four batches missing', align, dict(z=rounded(z10), oneHot=missing), {}, ['oneHot'])
case('alignBatchesLoss', 'a batch of one cell', align, dict(z=rounded(z8), oneHot=lonely), {}, ['oneHot'])
case('alignBatchesLoss', 'mul 3, three kernels', lambda z, oneHot: align(z, oneHot, 3, 3), dict(z=rounded(z12), oneHot=oh3),
     dict(kernelMul=3, kernelNum=3), ['oneHot'])

s6 = draw(6, 6, 12, 0, 2)
case('infoNce', 'six pairs', lambda scores: (torch.diagonal(scores) - torch.logsumexp(scores, 1)).mean() + math.log(6), dict(scores=s6))
case('cosineSimilarities', '8 against 6', lambda x, y: unit(x) @ unit(y).T, dict(x=x8, y=y6))
case('club', 'eight cells', club, dict(mean=x8, logVariance=draw(8, 3, 13, 0, 0.5), y=y8))
case('clubLikelihood', 'eight cells', club_likelihood, dict(mean=x8, logVariance=draw(8, 3, 13, 0, 0.5), y=y8))

case('klStandardNormalLoss', 'eight cells', lambda mean, logVariance: 0.5 * (mean ** 2 + logVariance.exp() - 1 - logVariance).sum(1).mean(),
     dict(mean=x8, logVariance=draw(8, 3, 14)))
def kl_of_moments(z):
    m, v = z.mean(0), z.var(0, unbiased=False)
    return 0.5 * (m ** 2 + v - 1 - torch.log(v + 1e-6)).sum()
case('klOfMoments', 'eight cells', kl_of_moments, dict(z=y8))

case('contrastiveLoss', 'two views', sup_con, dict(view1=x8, view2=rounded(x8 + 0.3 * y8)))
case('contrastiveLoss', 'temperature 0.5', lambda view1, view2: sup_con(view1, view2, 0.5), dict(view1=x8, view2=y8), dict(temperature=0.5))
case('contrastiveLoss', 'labels, one cell alone, two without', lambda view1, view2, labels: sup_con(view1, view2, 0.2, labels),
     dict(view1=x8, view2=rounded(x8 + 0.3 * y8), labels=one_hot([0, 1, 1, 0, -1, 2, 0, -1], 3)), {}, ['labels'])

cross_entropy = lambda logits, oneHot: -(oneHot * F.log_softmax(logits, 1)).sum(1).mean()
case('batchClassifierLoss', 'one-hot', cross_entropy, dict(logits=draw(8, 3, 15, 0, 3), oneHot=lonely), {}, ['oneHot'])
case('batchClassifierLoss', 'soft labels', cross_entropy, dict(logits=draw(8, 3, 15), oneHot=rounded(F.softmax(draw(8, 3, 16), 1))), {}, ['oneHot'])
case('reconstructionLoss', '8 x 3', lambda output, target: ((output - target) ** 2).sum(1).mean(), dict(output=x8, target=y8))
case('meanSquaredError', '8 x 3', lambda output, target: F.mse_loss(output, target), dict(output=x8, target=y8))
case('scaledReconstructionLoss', '8 x 3', lambda output, target, scale:
     0.5 * ((output - target) ** 2 / (scale + 0.02 * scale.mean() + 1e-8)).sum(1).mean(),
     dict(output=x8, target=y8, scale=torch.tensor([0.5, 0.0, 2.0])), {}, ['scale'])

weights = dict(w1=draw(3, 5, 17), b1=draw(1, 5, 18), w2=draw(5, 2, 19))
v = torch.sign(draw(8, 2, 20))
for activation in ('relu', 'softplus'):
    case('gradientPenalty', activation, lambda z, w1, b1, w2, v: penalty(z, w1, b1, w2, v, activation),
         dict(z=x8, **weights, v=v), dict(activation=activation), ['v'] + (['b1'] if activation == 'relu' else []))


def short(value):
    """Ten digits: more than float32 holds."""
    return [short(v) for v in value] if isinstance(value, list) else float(f'{value:.10g}')


for c in CASES:
    c['value'] = short(c['value'])
    c['gradients'] = {k: short(v) for k, v in c['gradients'].items()}
    c['inputs'] = {k: short(v) for k, v in c['inputs'].items()}
path = pathlib.Path(__file__).with_suffix('.json')
path.write_text('[\n' + ',\n'.join(json.dumps(c) for c in CASES) + '\n]\n')
print(len(CASES), 'cases ->', path.name)
