"""The models of bench/lib/stepModel.ts in PyTorch, as its users write them: modules, autograd, no tricks."""

import torch
import torch.nn.functional as F
from torch import nn

BATCHES = 4


def mlp(inputs, hidden, outputs, norm):
    layers = []
    for size in hidden:
        layers.append(nn.Linear(inputs, size))
        if norm:
            layers.append(nn.BatchNorm1d(size, eps=1e-3, momentum=0.05))
        layers.append(nn.ReLU())
        inputs = size
    return nn.Sequential(*layers, nn.Linear(inputs, outputs))


def kernel_sums(z):
    """Five Gaussians around the mean squared distance. [cells, cells]"""
    norms = (z * z).sum(1, keepdim=True)
    distances = (norms + norms.T - 2 * z @ z.T).clamp_min(0)
    cells = z.shape[0]
    bandwidth = (distances.detach().sum() / (cells * cells - cells)).clamp_min(1e-8)
    return sum(torch.exp(-distances / (bandwidth * 2**i)) for i in range(-2, 3))


def mmd(x, y):
    n = x.shape[0]
    k = kernel_sums(torch.cat([x, y]))
    return k[:n, :n].mean() + k[n:, n:].mean() - 2 * k[:n, n:].mean()


class Reference(nn.Module):
    """MSE, cross-entropy of a batch classifier, seven MMDs."""

    def __init__(self, genes):
        super().__init__()
        self.encoder = mlp(genes, [512, 128], 48, norm=False)
        self.decoder = mlp(48 + BATCHES, [128, 512], genes, norm=False)
        self.classifier = mlp(16, [128], BATCHES, norm=False)

    def losses(self, x, noisy, codes, _normal):
        z = self.encoder(noisy)
        bio, nio = z[:, :32], z[:, 32:]
        one_hot = F.one_hot(codes, BATCHES).float()
        output = self.decoder(torch.cat([z, one_hot], 1))
        parts = bio.chunk(BATCHES)
        pairs = [mmd(parts[a], parts[b]) for a in range(BATCHES) for b in range(a + 1, BATCHES)]
        others = torch.roll(nio, -(nio.shape[0] // 2 + 1), 0)
        return [
            F.mse_loss(output, x),
            F.cross_entropy(self.classifier(nio), codes),
            sum(pairs) / len(pairs),
            mmd(z, torch.cat([bio, others], 1)),
        ]


def kl(mean, log_variance):
    return 0.5 * (mean**2 + torch.expm1(log_variance) - log_variance).sum(1).mean()


def above_chance(share, one_hot):
    cells = one_hot.shape[0]
    present = (one_hot.sum(0) > 0).sum()
    return F.relu((share * (cells - 1) - (present - 1)) / (cells - present).clamp_min(1))


def pairs_within(strata, groups):
    """Cells of each group in each stratum, and the pairs that they make. [strata, groups]"""
    mass = strata.T @ groups
    return mass, mass**2 - (strata**2).T @ groups


def local_dependence(z, mean, one_hot):
    """Kernel dependence on the batch within soft neighbourhoods of the latent."""
    with torch.no_grad():
        cells = z.shape[0]
        at = (mean.unsqueeze(1) - mean).pow(2).sum(2)
        strata = torch.softmax(-16 * at / (at.sum() / (cells * cells - cells)), 1)
        mass, pairs = pairs_within(strata, one_hot)
        counted = mass * (pairs > 1e-3)
        _, all_pairs = pairs_within(strata, torch.ones(cells, 1))
        own = strata * (one_hot @ (counted / pairs.clamp_min(1e-3)).T)
        of_batch = (own @ strata.T) * (one_hot @ one_hot.T)
        of_all = (strata * (counted.sum(1, keepdim=True) / all_pairs.clamp_min(1e-3)).T) @ strata.T
        others = 1 - torch.eye(cells)
        between, overall = (of_batch - of_all) * others, of_all * others
    k = kernel_sums(z)
    return F.relu((k * between).sum() / (5 * counted.sum() - (k * overall).sum() + 1e-6 * cells))


def linear_dependence(z, one_hot):
    centred = z - z.mean(0)
    means = (one_hot / one_hot.sum(0).clamp_min(1).sqrt()).T @ centred
    share = (means**2).sum(0) / ((centred**2).sum(0) + 1e-6)
    return above_chance(share, one_hot).mean()


class ResidualScale(nn.Module):
    """Running mean squared residual of each gene."""

    def __init__(self, genes):
        super().__init__()
        self.register_buffer("scale", torch.zeros(1, genes))
        self.register_buffer("seen", torch.zeros(()))

    def forward(self, squared):
        now = squared.detach().mean(0, keepdim=True)
        self.scale = self.seen * (0.98 * self.scale + 0.02 * now) + (1 - self.seen) * now
        self.seen = torch.ones_like(self.seen)
        return self.scale


class Default(nn.Module):
    """The default recipe of the library, as it is in the middle of a run."""

    def __init__(self, genes):
        super().__init__()
        self.encoder = mlp(genes, [128], 36, norm=True)
        self.decoder = mlp(18 + BATCHES, [128], genes, norm=True)
        self.residual_scale = ResidualScale(genes)
        self.classifier = mlp(8, [128], BATCHES, norm=False)

    def losses(self, x, noisy, codes, normal):
        moments = self.encoder(noisy)
        mean_bio, mean_nio = moments[:, :10], moments[:, 10:18]
        spread_bio, spread_nio = moments[:, 18:28].clamp(-8, 4), moments[:, 28:].clamp(-8, 4)
        bio = mean_bio + torch.exp(0.5 * spread_bio) * normal(mean_bio)
        nio = mean_nio + torch.exp(0.5 * spread_nio) * normal(mean_nio)
        one_hot = F.one_hot(codes, BATCHES).float()
        squared = (self.decoder(torch.cat([bio, nio.detach(), one_hot], 1)) - x) ** 2
        scale = self.residual_scale(squared)
        return [
            0.5 * (squared / (scale + 0.02 * scale.mean() + 1e-8)).sum(1).mean(),
            F.cross_entropy(self.classifier(nio), codes),
            kl(mean_bio, spread_bio),
            kl(mean_nio, spread_nio),
            linear_dependence(mean_bio, one_hot),
            local_dependence(bio, mean_bio, one_hot),
        ]


MODELS = {"reference": Reference, "default": Default}


def read_values(model, flat):
    """Sets the model's values from those of the library in its order, where a layer's weights are [inputs, outputs]."""
    start = 0
    for tensor in state(model):
        size = tensor.numel()
        values = torch.from_numpy(flat[start : start + size].copy())
        tensor.data = values.reshape(tensor.shape[::-1]).T.contiguous() if tensor.dim() == 2 else values.reshape(tensor.shape)
        start += size
    assert start == len(flat), f"{len(flat)} values for a model of {start}"


def state(model):
    """Parameters and running statistics in the library's order."""
    for name, tensor in model.state_dict(keep_vars=True).items():
        if not name.endswith("num_batches_tracked"):
            yield tensor


def gradients(model):
    """All gradients, in the library's order and layout, end to end."""
    return torch.cat([(p.grad.T if p.dim() == 2 else p.grad).flatten() for p in model.parameters()])
