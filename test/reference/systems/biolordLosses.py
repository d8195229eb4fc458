"""The module of biolord 0.0.3 (float64) on a minibatch: its parameters, losses and gradients, as JSON.

Run: python test/reference/systems/biolordLosses.py   (needs torch, scvi-tools, biolord; writes biolordLosses.json beside itself)
"""

import json
from pathlib import Path

import torch
from biolord._constants import LOSS_KEYS
from biolord._module import BiolordModule

CELLS, TABLE, GENES = 7, 9, 5
CONDITIONS, DOSE = 3, 2


def plain(tensor: torch.Tensor) -> dict:
    return {"shape": list(tensor.shape), "data": [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]}


def linear(layer: torch.nn.Linear) -> list[torch.Tensor]:
    """As ours has them: the kernel [inputs, outputs], and a bias, of zeros where there is none."""
    bias = torch.zeros(layer.out_features) if layer.bias is None else layer.bias
    return [layer.weight.T, bias]


def norm(layer: torch.nn.BatchNorm1d) -> list[torch.Tensor]:
    return [layer.weight, layer.bias, layer.running_mean, layer.running_var]


def stack(layers: torch.nn.Sequential) -> list[torch.Tensor]:
    return [tensor for layer in layers for tensor in [*linear(layer[0]), *norm(layer[1])]]


def head(module: BiolordModule) -> list[torch.Tensor]:
    if module.gene_likelihood != "normal":
        return linear(module.decoder.px_scale_decoder[0])
    mean, variance = linear(module.decoder.mean_decoder), linear(module.decoder.var_decoder)
    return [torch.cat(pair, -1) for pair in zip(mean, variance, strict=True)]


def networks(module: BiolordModule) -> dict[str, list[torch.Tensor]]:
    hidden = module.decoder.decoder if module.gene_likelihood == "normal" else module.decoder.px_decoder
    return {
        "codes": [module.latent_codes.embedding.weight],
        "attribute/condition": [module.categorical_embeddings["condition"].weight],
        "attribute/dose": stack(module.ordered_networks["dose"].fc_layers),
        "decoder": [*stack(hidden.fc_layers), *head(module)],
        **({"dispersion": [module.px_r[None]]} if module.gene_likelihood == "nb" else {}),
    }


def case(likelihood: str) -> dict:
    torch.manual_seed(0)
    module = BiolordModule(
        n_genes=GENES,
        n_samples=TABLE,
        x_loc="X",
        ordered_attributes_map={"dose": DOSE},
        categorical_attributes_map={"condition": {str(i): i for i in range(CONDITIONS)}},
        n_latent=3,
        n_latent_attribute_categorical=2,
        n_latent_attribute_ordered=4,
        gene_likelihood=likelihood,
        unknown_attribute_noise_param=0,
        attribute_dropout_rate=0,
        decoder_width=6,
        decoder_depth=2,
        attribute_nn_width=5,
    ).double()
    generator = torch.Generator().manual_seed(1)
    normals = torch.randn(CELLS, GENES, generator=generator, dtype=torch.float64)
    x = normals if likelihood == "normal" else torch.poisson(normals.exp() * 4, generator=generator) + 1
    tensors = {
        "X": x,
        "ind_x": torch.tensor([[4], [0], [7], [2], [8], [1], [3]]),
        "condition": torch.tensor([[0], [1], [2], [0], [1], [2], [0]]),
        "dose": torch.randn(CELLS, DOSE, generator=generator, dtype=torch.float64),
    }
    parts = networks(module)
    start = {name: [plain(tensor) for tensor in variables] for name, variables in parts.items()}
    _, generated, losses = module(tensors)
    total = losses[LOSS_KEYS.RECONSTRUCTION] + module.unknown_attribute_penalty * losses[LOSS_KEYS.UNKNOWN_ATTRIBUTE_PENALTY]
    codes, table = module.latent_codes.embedding.weight, module.categorical_embeddings["condition"].weight
    gradients = torch.autograd.grad(total, [codes, table])
    return {
        "likelihood": likelihood,
        "x": plain(x),
        "rows": tensors["ind_x"].flatten().tolist(),
        "condition": tensors["condition"].flatten().tolist(),
        "dose": plain(tensors["dose"]),
        "networks": start,
        "mean": plain(generated["means"]),
        "reconstruction": losses[LOSS_KEYS.RECONSTRUCTION].item(),
        "unknown": losses[LOSS_KEYS.UNKNOWN_ATTRIBUTE_PENALTY].item(),
        "gradients": {"codes": plain(gradients[0]), "attribute/condition": plain(gradients[1])},
    }


if __name__ == "__main__":
    cases = [case(likelihood) for likelihood in ("normal", "nb", "poisson")]
    Path(__file__).with_suffix(".json").write_text(json.dumps(cases))
