"""Small h5ad files in every layout that readH5ad knows, and what anndata (0.12) reads from them.

Run: python test/reference/h5ad.py     writes test/reference/h5ad/*.h5ad and test/reference/h5ad.json
"""

import json
import warnings
from pathlib import Path

import anndata
import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp

warnings.filterwarnings("ignore")
HERE = Path(__file__).parent
FOLDER = HERE / "h5ad"
STRING = h5py.string_dtype()

X = np.array([[0, 1, 0, 2.5], [3, 0, 0, 0], [0, 0, 0, 0], [0, 4, 5, 6], [7, 0, 8, 0]], dtype="f4")
CELLS = ["cell-é", "cell1", "cell2", "cell3", "cell4"]
GENES = ["CD3E", "MS4A1", "NKG7", "LYZ"]


def full():
    """Every kind of column, matrix and uns value."""
    obs = pd.DataFrame(index=pd.Index(CELLS, name="barcode"))
    obs["batch"] = pd.Categorical(["b", "a", None, "b", "a"])
    obs["stage"] = pd.Categorical(["low", "high", "low", None, "mid"], categories=["low", "mid", "high"], ordered=True)
    obs["cluster"] = pd.Categorical([3, 1, 1, 2, 3])
    obs["donor"] = ["d1", "d2", "", "d3", "Ünal"]
    obs["total"] = np.array([3.5, 3, 0, 15, 15])
    obs["score"] = np.array([0.5, np.nan, 1, 2, 3], dtype="f4")
    obs["counted"] = np.array([1, 2, 3, 4, 2**31 - 1], dtype="i8")
    obs["wide"] = np.array([0, 2**40, 1, 2, 3], dtype="i8")
    obs["small"] = np.array([1, 2, 3, 4, 255], dtype="u1")
    obs["doublet"] = [True, False, False, True, False]
    obs["passages"] = pd.array([1, None, 3, None, 5], dtype="Int64")
    obs["treated"] = pd.array([True, None, False, True, None], dtype="boolean")
    obs["note"] = 0
    var = pd.DataFrame({"highly_variable": [True, False, True, True], "symbol": GENES}, index=GENES)
    adata = anndata.AnnData(sp.csr_matrix(X), obs=obs, var=var)
    adata.obsm["X_pca"] = np.arange(10, dtype="f8").reshape(5, 2) / 4
    adata.obsm["X_sparse"] = sp.csr_matrix(X[:, :3])
    adata.obsm["table"] = pd.DataFrame({"a": range(5)}, index=obs.index)
    adata.layers["counts"] = sp.csc_matrix(np.ceil(X).astype("i8"))
    adata.layers["dense"] = X * 2
    adata.varm["PCs"] = np.ones((4, 2))
    adata.obsp["distances"] = sp.identity(5, format="csr")
    adata.raw = anndata.AnnData(sp.csr_matrix(np.c_[X, X[:, :1]]), var=pd.DataFrame(index=[*GENES, "EXTRA"]), obs=obs)
    adata.uns = {
        "title": "five cells",
        "seed": 7,
        "ratio": 0.25,
        "done": True,
        "none": None,
        "colors": np.array(["#fff", "#000"]),
        "weights": np.array([0.5, 1.5]),
        "flags": np.array([True, False]),
        "grid": np.arange(6, dtype="f4").reshape(2, 3),
        "log1p": {"base": 2.0, "nested": {"deep": "value"}},
        "frame": pd.DataFrame({"a": [1, 2]}),
        "matrix": sp.identity(3, format="csr"),
    }
    adata.write_h5ad(FOLDER / "full.h5ad")
    # write_h5ad would turn this column into categories.
    with h5py.File(FOLDER / "full.h5ad", "r+") as file, anndata.settings.override(allow_write_nullable_strings=True):
        del file["obs/note"]
        anndata.io.write_elem(file["obs"], "note", pd.array(["x", None, "z", "", None], dtype="string"))


def csc():
    """CSC with 64-bit indices, out of order and with one place named twice."""
    matrix = sp.csc_matrix(X)
    matrix.indices[:2] = matrix.indices[:2][::-1].copy()
    matrix.data[:2] = matrix.data[:2][::-1].copy()
    adata = anndata.AnnData(matrix, obs=pd.DataFrame(index=CELLS), var=pd.DataFrame(index=GENES))
    adata.write_h5ad(FOLDER / "csc.h5ad", compression="gzip")
    with h5py.File(FOLDER / "csc.h5ad", "r+") as file:
        group = file["X"]
        parts = {key: group[key][()] for key in ("data", "indices", "indptr")}
        parts["data"] = np.append(parts["data"], np.float32(10))
        parts["indices"] = np.append(parts["indices"], parts["indices"][-1])
        parts["indptr"][-1] += 1
        for key, values in parts.items():
            del group[key]
            group.create_dataset(key, data=values if key == "data" else values.astype("i8"))


def dense():
    """Dense float64, shuffled and compressed; no columns at all."""
    adata = anndata.AnnData(X.astype("f8"), obs=pd.DataFrame(index=CELLS), var=pd.DataFrame(index=GENES))
    adata.write_h5ad(FOLDER / "dense.h5ad")
    with h5py.File(FOLDER / "dense.h5ad", "r+") as file:
        attributes = dict(file["X"].attrs)
        del file["X"]
        file.create_dataset("X", data=X.astype(">f8"), chunks=(2, 2), compression="gzip", shuffle=True, fletcher32=True)
        file["X"].attrs.update(attributes)


def lzf():
    """Compressed by a filter that h5wasm lacks."""
    adata = anndata.AnnData(X, obs=pd.DataFrame(index=CELLS), var=pd.DataFrame(index=GENES))
    adata.write_h5ad(FOLDER / "lzf.h5ad", compression="lzf")


def write_csr(parent, name, matrix, attributes):
    group = parent.create_group(name)
    for part in ("data", "indices", "indptr"):
        group.create_dataset(part, data=getattr(matrix, part))
    group.attrs.update(attributes)
    return group


def anndata07():
    """The layout of anndata 0.7: codes whose categories lie in a subgroup, found by reference."""
    with h5py.File(FOLDER / "anndata07.h5ad", "w") as file:
        shape = {"encoding-type": "csr_matrix", "encoding-version": "0.1.0", "shape": np.array(X.shape)}
        write_csr(file, "X", sp.csr_matrix(X), shape)
        for name, names in (("obs", CELLS), ("var", GENES)):
            group = file.create_group(name)
            group.attrs.update({"encoding-type": "dataframe", "encoding-version": "0.1.0", "_index": "index"})
            group.create_dataset("index", data=names, dtype=STRING)
        obs = file["obs"]
        obs.attrs.create("column-order", ["batch", "n_counts", "keep", "who"], dtype=STRING)
        file["var"].attrs["column-order"] = np.array([], dtype="f8")
        categories = obs.create_group("__categories").create_dataset("batch", data=["one", "two"], dtype=STRING)
        categories.attrs["ordered"] = True
        codes = obs.create_dataset("batch", data=np.array([1, 0, -1, 1, 0], dtype="i1"))
        codes.attrs["categories"] = categories.ref
        obs.create_dataset("n_counts", data=np.array([3, 3, 0, 15, 15], dtype="f4"))
        obs.create_dataset("keep", data=np.array([True, True, False, True, True]))
        obs.create_dataset("who", data=["p", "q", "r", "s", "t"], dtype=STRING)
        file.create_group("obsm").create_dataset("X_umap", data=np.arange(10, dtype="f4").reshape(5, 2))
        layers = file.create_group("layers")
        layers.create_dataset("twice", data=X * 2)
        uns = file.create_group("uns")
        uns.create_dataset("title", data="old", dtype=STRING)
        uns.create_group("params").create_dataset("k", data=15)


def records():
    """Before anndata 0.7: tables as records, categories in uns, text of fixed length."""
    with h5py.File(FOLDER / "records.h5ad", "w") as file:
        old = {"h5sparse_format": "csr", "h5sparse_shape": np.array(X.shape)}
        file.create_dataset("X", data=X - 1)
        write_csr(file, "raw.X", sp.csr_matrix(X), old)
        write_csr(file, "layers/spliced", sp.csr_matrix(X), old)
        obs = np.zeros(5, dtype=[("index", "S16"), ("louvain", "i1"), ("n_genes", "<i8"), ("mito", "<f4"), ("keep", "?")])
        obs["index"] = [name.replace("é", "e").encode() for name in CELLS]
        obs["louvain"] = [0, 1, -1, 2, 1]
        obs["n_genes"] = [2, 1, 0, 3, 2]
        obs["mito"] = [0.5, 0.25, 0, 1, 2]
        obs["keep"] = [True, False, True, True, False]
        file.create_dataset("obs", data=obs, compression="gzip")
        var = np.zeros(4, dtype=[("index", "S8"), ("means", "<f8")])
        var["index"] = [name.encode() for name in GENES]
        var["means"] = [2, 1, 2.6, 1.7]
        file.create_dataset("var", data=var)
        genes = np.zeros(4, dtype=[("index", "S8")])
        genes["index"] = var["index"]
        file.create_dataset("raw.var", data=genes)
        obsm = np.zeros(5, dtype=[("X_pca", "<f4", (3,)), ("X_umap", "<f8", (2,))])
        obsm["X_pca"] = np.arange(15).reshape(5, 3)
        obsm["X_umap"] = np.arange(10).reshape(5, 2) / 2
        file.create_dataset("obsm", data=obsm, compression="gzip")
        uns = file.create_group("uns")
        uns.create_dataset("louvain_categories", data=np.array([b"B", b"NK", b"T"]))
        uns.create_dataset("louvain_colors", data=np.array([b"#111", b"#222", b"#333"]))
        uns.create_dataset("pca/variance", data=np.array([2.0, 1.0]))
        uns.create_dataset("method", data=np.array([b"umap"]))
        write_csr(uns, "neighbors/distances", sp.identity(5, format="csr"), {**old, "h5sparse_shape": np.array([5, 5])})


def plain(values):
    """Entries as JSON: null where missing."""
    return [None if pd.isna(v) else v.item() if isinstance(v, np.generic) else v for v in values]


def table(frame):
    return {name: plain(frame[name].tolist()) for name in frame}


def matrix(x):
    x = x.toarray() if sp.issparse(x) else np.asarray(x)
    return [[float(v) for v in row] for row in x]


def expected(path):
    adata = anndata.read_h5ad(path)
    return {
        "x": matrix(adata.X),
        "obsNames": list(adata.obs_names),
        "varNames": list(adata.var_names),
        "obs": table(adata.obs),
        "var": table(adata.var),
        "obsm": {key: matrix(value) for key, value in adata.obsm.items() if key != "table"},
        "layers": {key: matrix(value) for key, value in adata.layers.items()},
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for make in (full, csc, dense, lzf, anndata07, records):
        make()
    names = ["full", "csc", "dense", "anndata07", "records"]
    text = json.dumps({name: expected(FOLDER / f"{name}.h5ad") for name in names}, separators=(",", ":"))
    (HERE / "h5ad.json").write_text(text + "\n")
