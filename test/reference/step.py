"""One training step of the default recipe in PyTorch (float64): term values, gradients, running statistics.

Run: python test/reference/step.py   (needs torch; writes step.json beside itself)
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

torch.manual_seed(5)
torch.set_default_dtype(torch.float64)
CELLS, GENES, HIDDEN, BIO, NIO, BATCHES, CLASSIFIER = 10, 12, 6, 3, 2, 3, 5


def linear(inputs, outputs):
    return [torch.randn(inputs, outputs) / inputs**0.5, 0.1 * torch.randn(outputs)]


def norm(size):
    return [1 + 0.1 * torch.randn(size), 0.1 * torch.randn(size)]


def batch_norm(x, scale, shift):
    mean, variance = x.mean(0), x.var(0, unbiased=False)
    return (x - mean) / (variance + 1e-3).sqrt() * scale + shift


def mixture(z):
    n = len(z)
    d = ((z[:, None] - z[None]) ** 2).sum(2)
    bandwidth = d.detach().sum() / (n * n - n) / 4
    return sum(torch.exp(-d / (bandwidth * 2**i)) for i in range(5))


def kernel_dependence(z, one_hot):
    n = len(z)
    k = mixture(z)
    counts = one_hot.sum(0)
    present = counts > 0
    between = (torch.diagonal(one_hot.T @ k @ one_hot)[present] / counts[present]).sum() - k.sum() / n
    total = torch.diagonal(k).sum() - k.sum() / n
    e = (present.sum() - 1) / (n - 1)
    return F.relu((between / total - e) / (1 - e))


def linear_dependence(z, one_hot):
    n = len(z)
    counts = one_hot.sum(0)
    present = counts > 0
    centred = z - z.mean(0)
    between = ((one_hot.T @ centred)[present] ** 2 / counts[present][:, None]).sum(0)
    ratio = between / (centred**2).sum(0)
    e = (present.sum() - 1) / (n - 1)
    return F.relu((ratio - e) / (1 - e)).mean()


def local_dependence(z, mean, one_hot):
    n = len(z)
    k = mixture(z)
    others = 1 - torch.eye(n)
    at = ((mean[:, None] - mean[None]) ** 2).sum(2).detach()
    neighborhoods = torch.softmax(-at / (at.sum() / (n * n - n) / 16), 1)
    excess = distance = 0
    for r in neighborhoods.T:
        pairs = torch.outer(r, r) * others
        alike = (pairs * k).sum() / pairs.sum()
        for b in one_hot.T:
            own = pairs * torch.outer(b, b)
            if own.sum() <= 1e-3:
                continue
            mass = (r * b).sum()
            excess = excess + mass * ((own * k).sum() / own.sum() - alike)
            distance = distance + mass * (5 - alike)
    return F.relu(excess / (distance + 1e-6 * n))


x = torch.rand(CELLS, GENES) * 3
codes = torch.tensor([0, 0, 0, 0, 0, 2, 2, 2, 2, 0])  # batch 1 is missing in this minibatch
x[codes == 2] += 1.5 * torch.rand(GENES)
one_hot = F.one_hot(codes, BATCHES).double()
eps = {"bio": torch.randn(CELLS, BIO), "nio": torch.randn(CELLS, NIO)}

encoder = linear(GENES, HIDDEN) + norm(HIDDEN) + linear(HIDDEN, 2 * (BIO + NIO))
decoder = linear(BIO + NIO + BATCHES, HIDDEN) + norm(HIDDEN) + linear(HIDDEN, GENES)
classifier = linear(NIO, CLASSIFIER) + linear(CLASSIFIER, BATCHES)
parameters = encoder + decoder + classifier
for p in parameters:
    p.requires_grad_(True)

before_norm = x @ encoder[0] + encoder[1]
hidden = F.relu(batch_norm(before_norm, encoder[2], encoder[3]))
out = hidden @ encoder[4] + encoder[5]
mean = {"bio": out[:, :BIO], "nio": out[:, BIO : BIO + NIO]}
log_variance = {
    "bio": out[:, BIO + NIO : 2 * BIO + NIO].clamp(-8, 4),
    "nio": out[:, 2 * BIO + NIO :].clamp(-8, 4),
}
z = {k: mean[k] + eps[k] * (0.5 * log_variance[k]).exp() for k in mean}
into = torch.cat([z["bio"], z["nio"].detach(), one_hot], 1)
output = F.relu(batch_norm(into @ decoder[0] + decoder[1], decoder[2], decoder[3])) @ decoder[4] + decoder[5]

squared = (output - x) ** 2
scale = squared.detach().mean(0)
kl = {k: 0.5 * (mean[k] ** 2 + log_variance[k].exp() - 1 - log_variance[k]).sum(1).mean() for k in mean}
logits = F.relu(z["nio"] @ classifier[0] + classifier[1]) @ classifier[2] + classifier[3]
terms = {
    "reconstruction": 0.5 * (squared / (scale + 0.02 * scale.mean() + 1e-8)).sum(1).mean(),
    "batchClassifier": F.cross_entropy(logits, codes),
    "klBio": kl["bio"],
    "klNio": kl["nio"],
    "batchDependenceRbf": kernel_dependence(z["bio"], one_hot),
    "batchDependenceLinear": linear_dependence(mean["bio"], one_hot),
    "batchDependenceLocal": local_dependence(z["bio"], mean["bio"], one_hot),
}
weights = {
    "reconstruction": 1,
    "batchClassifier": 1,
    "klBio": 0.5,
    "klNio": 0.1,
    "batchDependenceRbf": 100,
    "batchDependenceLinear": 30,
    "batchDependenceLocal": 100,
}
total = sum(weights[k] * terms[k] for k in terms)
gradients = torch.autograd.grad(total, parameters)


def numbers(tensor):
    return [round(v, 9) for v in tensor.detach().flatten().tolist()]


reference = {
    "sizes": dict(cells=CELLS, genes=GENES, hidden=HIDDEN, bio=BIO, nio=NIO, batches=BATCHES, classifier=CLASSIFIER),
    "x": numbers(x),
    "codes": codes.tolist(),
    "eps": {k: numbers(v) for k, v in eps.items()},
    "weights": weights,
    "parameters": [{"shape": list(p.shape), "data": numbers(p)} for p in parameters],
    "terms": {k: v.item() for k, v in terms.items()},
    "total": total.item(),
    "gradients": [numbers(g) for g in gradients],
    "output": numbers(output),
    "runningMean": numbers(0.05 * before_norm.mean(0)),
    "runningVariance": numbers(0.95 + 0.05 * before_norm.var(0, unbiased=True)),
}
Path(__file__).with_suffix(".json").write_text(json.dumps(reference))
print({k: round(v, 4) for k, v in reference["terms"].items()}, reference["total"])
