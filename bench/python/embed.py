"""One embedding of a prepared set by a method of others, with the seconds it took.

Run with OMP_NUM_THREADS=1: python embed.py pca|harmony|scvi prepared.h5ad seed stem; it writes stem.f32 and
stem.json.
"""

import json
import sys
import time
import warnings
from pathlib import Path

import anndata
import numpy as np


def pca(adata: anndata.AnnData, _seed: int) -> np.ndarray:
    return adata.obsm["X_pca"]


def harmony(adata: anndata.AnnData, seed: int) -> np.ndarray:
    from harmonypy import run_harmony

    # Its test for convergence may end after one iteration, long before the batches are mixed; so it gets 20.
    found = run_harmony(
        adata.obsm["X_pca"], adata.obs, "batch", max_iter_harmony=20, epsilon_harmony=-np.inf, random_state=seed, ncores=1
    )
    return found.Z_corr if found.Z_corr.shape[0] == adata.n_obs else found.Z_corr.T


def scvi(adata: anndata.AnnData, seed: int) -> np.ndarray:
    from scvi import settings
    from scvi.model import SCVI

    settings.seed = seed
    has_counts = "counts" in adata.layers
    SCVI.setup_anndata(adata, layer="counts" if has_counts else None, batch_key="batch")
    # Values that are logarithms already are no counts, and need no second logarithm.
    model = SCVI(adata) if has_counts else SCVI(adata, gene_likelihood="normal", log_variational=False)
    model.train(accelerator="cpu", enable_progress_bar=False)
    return model.get_latent_representation()


def main(method: str, prepared: str, seed: str, stem: str) -> None:
    import torch

    torch.set_num_threads(1)
    adata = anndata.read_h5ad(prepared)
    cpu, wall = time.process_time(), time.perf_counter()
    embedding = np.asarray({"pca": pca, "harmony": harmony, "scvi": scvi}[method](adata, int(seed)), dtype="float32")
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    embedding.tofile(f"{stem}.f32")
    about = {"shape": embedding.shape, "cpuSeconds": cpu, "wallSeconds": wall}
    Path(f"{stem}.json").write_text(json.dumps(about) + "\n")


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    main(*sys.argv[1:])
