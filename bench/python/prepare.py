"""Brings a set to the form that every method gets: log-normalised values of at most 2,000 genes, and the counts behind them.

Run: python prepare.py cells.h5ad batch-column prepared.h5ad
"""

import sys
import warnings

import anndata
import numpy as np
import scanpy as sc
from scipy.sparse import csr_matrix

MOST_GENES = 2000
MOST_SCORED = 5000


def normalise(adata: anndata.AnnData) -> None:
    """Counts to 10,000 a cell and log1p, kept in a layer as whole numbers; log-normalised values stay as they are."""
    if str(adata.uns.get("values", "counts")).startswith("lognorm"):
        return
    adata.layers["counts"] = csr_matrix(np.rint(csr_matrix(adata.X).toarray()), dtype="float32")
    sc.pp.normalize_total(adata, target_sum=1e4)
    sc.pp.log1p(adata)


def choose_genes(adata: anndata.AnnData) -> anndata.AnnData:
    if adata.n_vars <= MOST_GENES:
        return adata
    sc.pp.highly_variable_genes(adata, n_top_genes=MOST_GENES, flavor="seurat", batch_key="batch")
    return adata[:, adata.var["highly_variable"]].copy()


def scored_cells(cells: int) -> np.ndarray:
    """Every cell, or the same 5,000 for every method."""
    if cells <= MOST_SCORED:
        return np.ones(cells, dtype=bool)
    chosen = np.random.default_rng(0).choice(cells, MOST_SCORED, replace=False)
    return np.isin(np.arange(cells), chosen)


def main(source: str, batch: str, target: str) -> None:
    adata = anndata.read_h5ad(source)
    adata.obs["batch"] = adata.obs[batch].astype(str).astype("category")
    normalise(adata)
    adata = choose_genes(adata)
    components = min(30, adata.n_vars - 1, adata.n_obs - 1)
    pcs = sc.pp.pca(np.asarray(csr_matrix(adata.X).toarray(), dtype="float32"), n_comps=components, random_state=0)
    obs = adata.obs[["batch", "cell_type"]].assign(scored=scored_cells(adata.n_obs))
    x = csr_matrix(adata.X, dtype="float32")
    anndata.AnnData(x, obs=obs, var=adata.var[[]], layers=dict(adata.layers), obsm={"X_pca": pcs}).write_h5ad(target)


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    main(*sys.argv[1:])
