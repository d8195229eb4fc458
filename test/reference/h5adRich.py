"""An h5ad file with everything that writing must carry over, and the same with HDF5's newest layout.

Run: python test/reference/h5adRich.py     writes test/reference/h5ad/rich.h5ad, richNewest.h5ad (anndata 0.12, h5py 3.16)
"""

import warnings
from pathlib import Path

import anndata
import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp

warnings.filterwarnings("ignore")
FOLDER = Path(__file__).parent / "h5ad"
CELLS, GENES = 12, 6


def cells():
    rng = np.random.default_rng(0)
    counts = sp.csr_matrix(rng.poisson(2, (CELLS, GENES)).astype("f4"))
    adata = anndata.AnnData(counts)
    adata.obs_names = pd.Index([f"cell{i}" for i in range(CELLS)], name="barcode")
    adata.var_names = pd.Index([f"gene{i}" for i in range(GENES)], name="symbol")
    adata.obs["batch"] = pd.Categorical(["a", "b"] * (CELLS // 2))
    adata.obs["stage"] = pd.Categorical(["low", "high"] * (CELLS // 2), categories=["low", "high"], ordered=True)
    adata.obs["count"] = np.arange(CELLS) * 2**40
    adata.obs["passages"] = pd.array([1, None] * (CELLS // 2), dtype="Int64")
    adata.obs["treated"] = pd.array([True, None] * (CELLS // 2), dtype="boolean")
    adata.obs["chosen"] = np.arange(CELLS) % 3 == 0
    adata.obs["CD4/CD8"] = np.linspace(0, 1, CELLS)
    adata.raw = adata.copy()
    adata.obsm["X_pca"] = rng.normal(size=(CELLS, 3))
    adata.obsm["table"] = pd.DataFrame({"p": rng.random(CELLS), "q": ["x"] * CELLS}, index=adata.obs_names)
    adata.varm["PCs"] = rng.normal(size=(GENES, 3))
    adata.obsp["distances"] = sp.random(CELLS, CELLS, 0.2, format="csr", random_state=0)
    adata.varp["similarity"] = np.eye(GENES)
    adata.layers["counts"] = counts.copy()
    adata.layers["columns"] = counts.tocsc()
    adata.uns["log1p"] = {"base": None}
    names = [np.array(["gene1", "gene2"], dtype=object)] * 2
    scores = [np.array([1.0, 2.0], dtype="f4")] * 2
    adata.uns["rank_genes_groups"] = {
        "params": {"groupby": "batch", "use_raw": True, "corr": None},
        "names": np.rec.fromarrays(names, names=["a", "b"]),
        "scores": np.rec.fromarrays(scores, names=["a", "b"]),
    }
    adata.uns["batch_colors"] = np.array(["#fff", "#000"], dtype=object)
    adata.uns["frame"] = pd.DataFrame({"a": [1, 2]})
    return adata


def extend(file):
    """What h5ad allows and anndata doesn't write itself."""
    file.attrs["note"] = "an attribute of the root"
    file["obsm"].attrs["numbers"] = np.arange(3, dtype="i8")
    dense = np.arange(CELLS * GENES, dtype="f4").reshape(CELLS, GENES)
    for name, filters in {"lzf": {"compression": "lzf"}, "filtered": {"compression": 9, "shuffle": True, "fletcher32": True}}.items():
        dataset = file["varm"].create_dataset(name, data=dense[:GENES], chunks=(2, 3), maxshape=(None, GENES), **filters)
        dataset.attrs.update({"encoding-type": "array", "encoding-version": "0.2.0", "flag": np.True_})
    inside = file["uns"].create_group("flagged/inside")
    inside["value"] = 1
    inside.attrs["flag"] = np.True_
    extra = file["uns"].create_group("extra")
    extra["soft"] = h5py.SoftLink("/obsm/X_pca")
    extra["dangling"] = h5py.SoftLink("/nowhere")
    extra["hard"] = file["varm/PCs"]
    extra["long"] = np.arange(3, dtype=np.longdouble)
    extra["complex"] = np.array([1 + 2j])
    extra["reference"] = np.array([file["X"].ref], dtype=h5py.ref_dtype)
    extra.attrs["encoding-type"] = "dict"
    extra.attrs["encoding-version"] = "0.1.0"


def main():
    path, newest = FOLDER / "rich.h5ad", FOLDER / "richNewest.h5ad"
    cells().write_h5ad(path, compression="gzip")
    with h5py.File(path, "r+") as file:
        extend(file)
    with h5py.File(path) as file, h5py.File(newest, "w", libver="latest") as copy:
        for name in file:
            file.copy(name, copy)
        copy.attrs.update(file.attrs)


if __name__ == "__main__":
    main()
