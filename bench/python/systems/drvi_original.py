"""Training runs of drvi-py, one a seed.

Run with OMP_NUM_THREADS=1: python drvi_original.py settings.json counts.f32 stem, which writes the embedding, stem.SEED.f32,
and the losses of the last epoch, stem.SEED.json; the settings hold the shape of the counts, the batch of each cell, the seeds
and the sizes.
"""

import json
import sys
import warnings

import anndata
import numpy as np
import pandas as pd
import scvi
import torch
from drvi.model import DRVI


def train(adata: anndata.AnnData, seed: int, latent: int, epochs: int) -> DRVI:
    scvi.settings.seed = seed
    model = DRVI(adata, n_latent=latent)
    # All cells train, and the weight of the KL divergence rises over the whole run, as in the publication.
    model.train(
        max_epochs=epochs,
        batch_size=128,
        train_size=1.0,
        accelerator="cpu",
        enable_progress_bar=False,
        plan_kwargs={"n_epochs_kl_warmup": epochs},
    )
    return model


def last_losses(model: DRVI) -> dict[str, float]:
    names = {"reconstruction": "reconstruction_loss_train", "kl": "kl_local_train"}
    return {ours: float(model.history[theirs].to_numpy().ravel()[-1]) for ours, theirs in names.items()}


def main(settings: str, counts: str, stem: str) -> None:
    with open(settings) as file:
        given = json.load(file)
    torch.set_num_threads(1)
    x = np.fromfile(counts, dtype="float32").reshape(given["shape"])
    obs = pd.DataFrame({"batch": given["batch"]}, index=[str(i) for i in range(len(x))])
    adata = anndata.AnnData(x, obs=obs)
    DRVI.setup_anndata(adata, batch_key="batch")
    for seed in given["seeds"]:
        model = train(adata, seed, given["latent"], given["epochs"])
        np.asarray(model.get_latent_representation(), dtype="float32").tofile(f"{stem}.{seed}.f32")
        # Last: where it lies, the run is whole.
        with open(f"{stem}.{seed}.json", "w") as file:
            json.dump(last_losses(model), file)


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    main(*sys.argv[1:])
