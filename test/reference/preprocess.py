"""Reference values of src/preprocess by scanpy 1.11.5. Run: python test/reference/preprocess.py"""

import json
import warnings
from pathlib import Path

import anndata
import numpy as np
import scanpy as sc
import scipy.sparse as sp

warnings.filterwarnings("ignore")
HERE = Path(__file__).parent


def simulate(cells, genes, seed):
    """Counts with three batches; some genes silent in one batch or everywhere, one cell empty."""
    rng = np.random.default_rng(seed)
    batch = np.array(["b", "a", "c"])[rng.integers(0, 3, cells)]
    kind = rng.integers(0, 3, cells)
    level = rng.gamma(0.6, 1.5, size=(3, genes))
    depth = rng.lognormal(0, 0.5, size=(cells, 1))
    counts = rng.negative_binomial(2, 2 / (2 + level[kind] * depth)).astype(np.float32)
    counts[:, 0] = 0
    counts[batch == "a", 1] = 0
    counts[batch != "c", 2] = 0
    counts[5] = 0
    return counts, batch


def adata_of(counts, batch, names):
    adata = anndata.AnnData(sp.csr_matrix(counts))
    adata.var_names = names
    adata.obs["batch"] = batch
    adata.obs["batch"] = adata.obs["batch"].astype("category")
    return adata


def floats(values):
    return [None if not np.isfinite(v) else float(f"{v:.7g}") for v in np.asarray(values, dtype=float).ravel()]


def hvg_of(adata, count, batch_key=None):
    found = sc.pp.highly_variable_genes(adata, n_top_genes=count, flavor="seurat", batch_key=batch_key, inplace=False)
    # scanpy returns the genes in the order of adata.var, in both cases
    assert list(found.index) == list(adata.var_names) or batch_key is None
    out = {key: floats(found[key]) for key in ("means", "dispersions", "dispersions_norm")}
    out["mask"] = [bool(v) for v in found["highly_variable"]]
    if batch_key:
        out["nbatches"] = [int(v) for v in found["highly_variable_nbatches"]]
    return out


def small():
    counts, batch = simulate(60, 40, 0)
    adata = adata_of(counts, batch, [f"g{i}" for i in range(40)])
    out = {"counts": [[int(v) for v in row] for row in counts]}
    sc.pp.normalize_total(adata, target_sum=1e4)
    out["normalized"] = floats(adata.X.toarray())
    sc.pp.log1p(adata)
    out["log1p"] = floats(adata.X.toarray())
    dense = adata.copy()
    dense.X = dense.X.toarray()
    out["scaled"] = floats(sc.pp.scale(dense, copy=True).X)
    out["clipped"] = floats(sc.pp.scale(dense, max_value=1.5, copy=True).X)
    adata.X = adata.X.astype(np.float64)
    sc.pp.pca(adata, n_comps=10, svd_solver="arpack")
    out["pca"] = {
        "scores": floats(adata.obsm["X_pca"]),
        "components": floats(adata.varm["PCs"].T),
        "variance": floats(adata.uns["pca"]["variance"]),
        "ratio": floats(adata.uns["pca"]["variance_ratio"]),
    }
    return out


def genes():
    counts, batch = simulate(90, 400, 1)
    names = [f"gene{i * 7919 % 400:03d}" for i in range(400)]
    adata = adata_of(counts, batch, names)
    sc.pp.normalize_total(adata, target_sum=1e4)
    sc.pp.log1p(adata)
    out = {"names": names, "batch": list(batch), "counts": {}}
    csr = sp.csr_matrix(counts)
    out["counts"] = {
        "data": [int(v) for v in csr.data],
        "indices": csr.indices.tolist(),
        "indptr": csr.indptr.tolist(),
        "shape": list(csr.shape),
    }
    out["alone"] = hvg_of(adata, 100)
    out["alone_all"] = hvg_of(adata, 2000)
    out["batched"] = hvg_of(adata, 100, "batch")
    out["batched_most"] = hvg_of(adata, 397, "batch")
    return out


if __name__ == "__main__":
    text = json.dumps({"small": small(), "genes": genes()}, separators=(",", ":"))
    (HERE / "preprocess.json").write_text(text + "\n")
