"""The package biolord on cells with one combination of attributes held out: what it predicts for that combination.

Run: python biolord_original.py FOLDER SEED ...; FOLDER holds cells.f32 and cells.json (bench/systems/biolord writes them), and gets
the predicted means as float32 [source cells, genes] in SEED.f32.
"""

import json
import logging
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

import biolord
import numpy as np
import pandas as pd
import torch
from anndata import AnnData

logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
torch.set_num_threads(1)


def main(folder: str, *seeds: str) -> None:
    described = json.loads((Path(folder) / "cells.json").read_text())
    for seed in seeds:
        predicted(folder, described, int(seed)).tofile(Path(folder) / f"{seed}.f32")


def predicted(folder: str, described: dict, seed: int) -> np.ndarray:
    x = np.fromfile(Path(folder) / "cells.f32", dtype="float32").reshape(described["shape"])
    obs = pd.DataFrame({**described["attributes"], "split": described["split"]}).astype("category")
    obs.index = obs.index.astype(str)
    adata = AnnData(x, obs=obs)
    model = fitted(adata, list(described["attributes"]), seed, described["settings"])

    # As compute_prediction_adata does, which itself asks anndata for an argument that it no longer has.
    cells = model.get_dataset(adata[described["source"]].copy())
    for attribute, category in described["to"].items():
        cells[attribute] = torch.full_like(cells[attribute], model.categorical_attributes_map[attribute][category])
    means, _ = model.module.get_expression(cells)
    return means.numpy().astype("float32")


def fitted(adata: AnnData, attributes: list[str], seed: int, settings: dict) -> biolord.Biolord:
    biolord.Biolord.setup_anndata(adata, ordered_attributes_keys=[], categorical_attributes_keys=attributes)
    model = biolord.Biolord(
        adata,
        n_latent=settings["unknown"],
        split_key="split",
        module_params={
            "decoder_width": settings["width"],
            "decoder_depth": settings["depth"],
            "seed": seed,
        },
    )
    rate = settings["learningRate"]
    model.train(
        max_epochs=settings["epochs"],
        batch_size=settings["batchSize"],
        plan_kwargs={"latent_lr": rate, "decoder_lr": rate},
        accelerator="cpu",
        enable_checkpointing=False,
        enable_progress_bar=False,
        logger=False,
        # Validation looks at cells whose codes nothing has trained, and chooses nothing here.
        check_val_every_n_epoch=settings["epochs"],
    )
    return model


if __name__ == "__main__":
    main(*sys.argv[1:])
