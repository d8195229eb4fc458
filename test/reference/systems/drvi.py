"""Losses, gradients, training steps and interpretability scores of drvi-py on a small network, for test/systems/drvi.

The package's own modules run on weights and cells made here. Weights are stored in the layout of
the library ([inputs, outputs], both heads of the encoder in one matrix, log dispersions as they are used).

Run: python -P drvi.py, where -P keeps this file from being taken for the package   (needs torch==2.13.0 drvi-py==0.2.8 scvi-tools==1.4.2; writes drvi.json beside itself)
"""
import json
import pathlib
import warnings

import anndata
import numpy as np
import pandas as pd
import scvi
import torch
from drvi.model import DRVI

warnings.filterwarnings("ignore")
CELLS, GENES, LATENT, HIDDEN = 20, 14, 4, [8, 6]
STEPS = 20


def rounded(values, digits=8):
    return np.vectorize(lambda v: float(f"{v:.{digits}g}"))(np.asarray(values, dtype=np.float64)).tolist()


def cells():
    rng = np.random.default_rng(1)
    depth = rng.uniform(0.5, 4, (CELLS, 1))
    mean = depth * np.exp(rng.normal(0.5, 1.2, (CELLS, GENES)))
    counts = rng.poisson(mean).astype(np.float32)
    obs = pd.DataFrame({"batch": [f"b{i % 3}" for i in range(CELLS)]}, index=[str(i) for i in range(CELLS)])
    return anndata.AnnData(counts, obs=obs)


def model(adata, likelihood, pooling):
    torch.manual_seed(2)
    made = DRVI(
        adata, n_latent=LATENT, encoder_dims=HIDDEN, decoder_dims=HIDDEN, gene_likelihood=likelihood, split_aggregation=pooling
    )
    module = made.module
    module.eval()
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        # Biases and wide latents, so that nothing hides at zero and some cells exceed the scores' threshold of 1.
        for name, parameter in module.named_parameters():
            if "mean_encoder" in name:
                parameter.mul_(6)
            if "params_nets.mean" in name:
                parameter.mul_(4)
            parameter.copy_(parameter + 0.1 * torch.randn(parameter.shape, generator=generator))
    made.is_trained_ = True
    return made


def layers(stack):
    return [layer for block in stack.fc_layers for layer in block if hasattr(layer, "weight") and layer.weight is not None]


def linear(layer, value):
    return [value(layer.weight).T, value(layer.bias)]


def parameters(module, value):
    """By network, in the order of the library's variables; `value` picks weights or gradients."""
    encoder, decoder = module.z_encoder, module.decoder
    heads = [layers(encoder.mean_encoder)[0], layers(encoder.var_encoder)[0]]
    head = [torch.cat([value(h.weight).T for h in heads], 1), torch.cat([value(h.bias) for h in heads])]
    hidden = [v for layer in layers(encoder.encoder) for v in linear(layer, value)]
    first = value(decoder.split_transformation_weight)[:, 0, :]
    shared = [v for layer in layers(decoder.px_shared_decoder) for v in linear(layer, value)]
    logits = linear(layers(decoder.params_nets["mean"])[0], value)
    spread = [value(decoder.params_nets[name])[None] for name in ("r", "var") if name in decoder.params_nets]
    return {"encoder": hidden + head, "decoder": [first] + shared + logits, "dispersion": spread}


def stored(named, shift=0.0):
    out = {name: [rounded(t.detach().numpy()) for t in tensors] for name, tensors in named.items()}
    if out["dispersion"]:
        out["dispersion"] = [rounded(named["dispersion"][0].detach().numpy() + shift)]
    return out


def loss_of(module, adata, noise, kl_weight):
    """The package's loss with this noise, and what came before it."""
    x = torch.tensor(adata.X)
    batch = torch.arange(CELLS).remainder(3)[:, None]
    tensors = {"X": x, "batch": batch}
    inferred = module.inference(x=x, cat_covs=batch)
    inferred["z"] = inferred["qzm"] + inferred["qzv"].sqrt() * noise
    generated = module.generative(**module._get_generative_input(tensors, inferred))
    return module.loss(tensors, inferred, generated, kl_weight=kl_weight), inferred, generated


def losses(adata, likelihood, pooling):
    made = model(adata, likelihood, pooling)
    module = made.module
    noise = torch.randn(CELLS, LATENT, generator=torch.Generator().manual_seed(4))
    module.inspect_mode = True
    loss, inferred, generated = loss_of(module, adata, noise, kl_weight=0.3)
    loss.loss.backward()
    shift = 1.0 if likelihood in ("nb", "pnb") else 0.0
    return {
        "likelihood": likelihood,
        "pooling": pooling,
        "weights": stored(parameters(module, lambda p: p.detach()), shift),
        "gradients": stored(parameters(module, lambda p: p.grad)),
        "noise": rounded(noise.numpy()),
        "mean": rounded(inferred["qzm"].detach().numpy()),
        "variance": rounded(inferred["qzv"].detach().numpy()),
        "pooled": rounded(generated["px_params"]["mean"].detach().numpy()),
        "reconstruction": float(loss.reconstruction_loss_sum) / CELLS,
        "kl": float(loss.kl_local_sum) / CELLS,
        "klWeight": 0.3,
        "total": float(loss.loss),
    }


def training(adata):
    """Steps from the weights of the `pnb` case of log-sum-exp, with the optimizer of scvi-tools' training plan."""
    module = model(adata, "pnb", "logsumexp").module
    plan = DRVI._training_plan_cls(module)
    optimizer = plan.configure_optimizers()["optimizer"]
    generator = torch.Generator().manual_seed(5)
    noise, totals = [], []
    for step in range(STEPS):
        noise.append(torch.randn(CELLS, LATENT, generator=generator))
        loss, *_ = loss_of(module, adata, noise[-1], kl_weight=step / (STEPS - 1))
        optimizer.zero_grad()
        loss.loss.backward()
        optimizer.step()
        totals.append(float(loss.loss))
    _, inferred, _ = loss_of(module, adata, noise[-1], kl_weight=1.0)
    return {"noise": rounded(torch.stack(noise).numpy()), "totals": totals, "mean": rounded(inferred["qzm"].detach().numpy())}


def interpretation(adata, pooling):
    made = model(adata, "pnb", pooling)
    embed = anndata.AnnData(made.get_latent_representation())
    made.set_latent_dimension_stats(embed)
    methods = "ALL" if pooling == "logsumexp" else "IND"
    scores = made.calculate_interpretability_scores(embed, methods=methods, inplace=False)
    columns = ["reconstruction_effect", "order", "min", "max", "mean", "std", "vanished"]
    return {
        "pooling": pooling,
        "dimensions": {name: rounded(embed.var[name].to_numpy(dtype=float)) for name in columns},
        "scores": {name: rounded(values) for name, values in scores.items()},
    }


if __name__ == "__main__":
    scvi.settings.seed = 0
    adata = cells()
    DRVI.setup_anndata(adata, batch_key="batch")
    cases = [losses(adata, likelihood, "logsumexp") for likelihood in ("pnb", "nb", "poisson", "normal")]
    cases.append(losses(adata, "pnb", "sum"))
    result = {
        "x": adata.X.tolist(),
        "batch": adata.obs["batch"].tolist(),
        "hidden": HIDDEN,
        "latent": LATENT,
        "losses": cases,
        "training": training(adata),
        "interpretation": [interpretation(adata, pooling) for pooling in ("logsumexp", "sum")],
    }
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
