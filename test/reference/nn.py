"""Layers and multilayer perceptrons in PyTorch (float64): outputs, running statistics, gradients.

Run: python test/reference/nn.py   (needs torch; writes nn.json beside itself)
"""

import json
from pathlib import Path

import torch
from torch import nn

torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
CELLS = 7
ACTIVATIONS = {
    "relu": nn.ReLU(),
    "elu": nn.ELU(),
    "leakyRelu": nn.LeakyReLU(0.2),
    "softplus": nn.Softplus(),
    "tanh": nn.Tanh(),
    "sigmoid": nn.Sigmoid(),
    "linear": nn.Identity(),
}


class Affine(nn.Module):
    """A scale and a shift of each unit."""

    def __init__(self, size):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.empty(size)), nn.Parameter(torch.empty(size))

    def forward(self, x):
        return x * self.weight + self.bias


NORMS = {
    "batch": lambda size: nn.BatchNorm1d(size, eps=1e-3, momentum=0.05),
    "layer": lambda size: nn.LayerNorm(size, eps=1e-5),
    "affine": Affine,
}


def norm_of(kind, size):
    if kind == "none":
        return None
    made = NORMS[kind](size)
    nn.init.normal_(made.weight, 1, 0.2)
    nn.init.normal_(made.bias, 0, 0.2)
    return made


class Mlp(nn.Module):
    """Per hidden layer linear, norm, activation; every layer gets the input's last columns anew."""

    def __init__(self, inputs, outputs, hidden, activation="relu", norm="batch", repeated=0):
        super().__init__()
        widths = [inputs] + [units + repeated for units in hidden]
        self.linear = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, [*hidden, outputs]))
        self.norm = nn.ModuleList(n for n in (norm_of(norm, units) for units in hidden) if n)
        self.activation = ACTIVATIONS[activation]
        self.repeated = repeated

    def forward(self, x):
        h = x
        for i, linear in enumerate(self.linear[:-1]):
            h = linear(h if i == 0 or not self.repeated else torch.cat([h, x[:, -self.repeated :]], 1))
            h = self.activation(self.norm[i](h) if self.norm else h)
        return self.linear[-1](torch.cat([h, x[:, -self.repeated :]], 1) if self.repeated and len(self.linear) > 1 else h)

    def parts(self):
        for i, linear in enumerate(self.linear):
            yield linear
            if self.norm and i < len(self.norm):
                yield self.norm[i]


def numbers(tensor):
    return [round(v, 8) for v in tensor.detach().flatten().tolist()]


def variables(module):
    """Values in the order of our variables; our weights are the transposes of PyTorch's."""
    parts = module.parts() if isinstance(module, Mlp) else [module]
    for part in parts:
        yield part.weight.T if isinstance(part, nn.Linear) else part.weight
        yield part.bias
        if isinstance(part, nn.BatchNorm1d):
            yield part.running_mean
            yield part.running_var


def parameters(module):
    for part in module.parts() if isinstance(module, Mlp) else [module]:
        yield part.weight, isinstance(part, nn.Linear)
        yield part.bias, False


def apply(module, x):
    """Output, and gradients of a sum weighted by cos(k), k counting the values of the output."""
    at = x.clone().requires_grad_()
    output = module(at)
    weights = torch.cos(torch.arange(output.numel(), dtype=torch.float64)).reshape(output.shape)
    owned = list(parameters(module))
    grads = torch.autograd.grad((output * weights).sum(), [at, *(p for p, _ in owned)])
    turned = [g.T if transposed else g for g, (_, transposed) in zip(grads[1:], owned)]
    return {"output": numbers(output), "inputGradient": numbers(grads[0]), "gradients": [numbers(g) for g in turned]}


def case(name, kind, options, module, inputs):
    x = [1 + 2 * torch.randn(CELLS, inputs) for _ in range(2)]
    start = [{"shape": list(v.shape), "data": numbers(v)} for v in variables(module)]
    steps = [apply(module.train(), part) for part in x]
    after = [numbers(v) for v in variables(module)]
    inference = apply(module.eval(), x[0])
    x = [{"shape": list(part.shape), "data": numbers(part)} for part in x]
    parts = {"x": x, "start": start, "steps": steps, "after": after, "inference": inference}
    return {"name": name, "kind": kind, "options": options, **parts}


def mlp(name, **options):
    given = {"inputs": 5, "outputs": 3, "hidden": [6, 4], **options}
    return case(name, "mlp", given, Mlp(**given), given["inputs"])


cases = [
    case("linear", "linear", {"inputs": 5, "outputs": 3}, nn.Linear(5, 3), 5),
    case("batch norm", "batchNorm", {"size": 4}, norm_of("batch", 4), 4),
    case("layer norm", "layerNorm", {"size": 4}, norm_of("layer", 4), 4),
    mlp("two hidden layers, batch norm, relu"),
    mlp("layer norm, elu", norm="layer", activation="elu"),
    mlp("no norm, leaky relu", norm="none", activation="leakyRelu"),
    mlp("no norm, softplus", norm="none", activation="softplus"),
    mlp("no norm, tanh", norm="none", activation="tanh"),
    mlp("no norm, sigmoid", norm="none", activation="sigmoid"),
    mlp("batch norm, linear activation", activation="linear"),
    mlp("repeated columns", repeated=2),
    mlp("no hidden layer", hidden=[]),
    mlp("no hidden layer, repeated columns", hidden=[], repeated=2),
    case("affine", "affine", {"size": 4}, norm_of("affine", 4), 4),
    mlp("affine, leaky relu", norm="affine", activation="leakyRelu"),
]
Path(__file__).with_suffix(".json").write_text(json.dumps(cases))
print(len(cases), "cases")
