"""Writes small files as 10x Genomics, SciPy, R, pandas and anndata do, and what scanpy's readers read of them.

Run from the repository root, after dataIn.R, with scanpy 1.11, anndata 0.12, zarr 3 and h5py:
    python test/reference/dataIn.py
"""

import base64
import gzip
import json
import shutil
import tempfile
from pathlib import Path

import anndata as ad
import h5py
import numpy as np
import pandas as pd
import scanpy as sc
import scipy.io
import scipy.sparse as sp

root = Path("test/reference/dataIn")
shutil.rmtree(root, ignore_errors=True)
root.mkdir()

cells, genes = 7, 9
rng = np.random.default_rng(1)
counts = rng.poisson(0.7, (cells, genes)).astype(np.int32)
counts[3] = 0
barcodes = [f"{''.join(rng.choice(list('ACGT'), 16))}-1" for _ in range(cells)]
ids = [f"ENSG{i:011d}" for i in range(genes)]
symbols = [f"G{i}" for i in range(genes - 1)] + ["G1"]  # symbols do repeat
types = ["Gene Expression"] * (genes - 2) + ["Antibody Capture"] + ["Gene Expression"]
expected = {}


def described(adata, source):
    x = adata.X.toarray() if sp.issparse(adata.X) else np.asarray(adata.X)
    return {
        "source": source,
        "obsNames": list(adata.obs_names),
        "varNames": list(adata.var_names),
        "x": [[float(v) for v in row] for row in x],
        "var": {name: [str(v) for v in adata.var[name]] for name in adata.var},
    }


# Folders of 10x Genomics: genes x cells, places from 1, gzip from Cell Ranger 3 on.
def mtx(matrix, comment):
    coo = sp.coo_matrix(matrix.T)
    order = np.lexsort((coo.row, coo.col))
    lines = [f"{coo.row[k] + 1} {coo.col[k] + 1} {coo.data[k]}" for k in order]
    head = ["%%MatrixMarket matrix coordinate integer general", f"%{comment}", f"{genes} {cells} {coo.nnz}"]
    return "\n".join(head + lines) + "\n"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode(), mtime=0))
    else:
        path.write_text(text)


features = "".join(f"{i}\t{s}\t{t}\n" for i, s, t in zip(ids, symbols, types))
old = "".join(f"{i}\t{s}\n" for i, s in zip(ids, symbols))
names = "".join(f"{b}\n" for b in barcodes)
for name, prefix in [("v3", ""), ("geo", "GSM1_a_"), ("geo", "GSM2_b_")]:
    folder = root / name
    write(folder / f"{prefix}matrix.mtx.gz", mtx(counts, 'metadata_json: {"format_version": 2}'))
    write(folder / f"{prefix}features.tsv.gz", features)
    write(folder / f"{prefix}barcodes.tsv.gz", names)
write(root / "v2/hg19/matrix.mtx", mtx(counts, ""))
write(root / "v2/hg19/genes.tsv", old)
write(root / "v2/hg19/barcodes.tsv", names)
expected["v3"] = described(sc.read_10x_mtx(root / "v3"), "v3")
expected["v3 all"] = described(sc.read_10x_mtx(root / "v3", gex_only=False, var_names="gene_ids"), "v3")
expected["geo"] = described(sc.read_10x_mtx(root / "geo", prefix="GSM2_b_"), "geo")
expected["v2"] = described(sc.read_10x_mtx(root / "v2/hg19"), "v2/hg19")


# HDF5 files of 10x Genomics.
def h5(path, version):
    csr = sp.csr_matrix(counts)  # cells x genes by rows is genes x cells by columns
    fixed = lambda values: np.array(values, dtype=f"S{max(map(len, values))}")
    with h5py.File(path, "w") as file:
        group = file.create_group("matrix" if version == 3 else "hg19")
        for name, values in [("data", csr.data.astype("<i4")), ("indices", csr.indices.astype("<i8")), ("indptr", csr.indptr.astype("<i8"))]:
            group.create_dataset(name, data=values, compression="gzip")
        group["shape"] = np.array([genes, cells], dtype="<i4")
        group["barcodes"] = fixed(barcodes)
        if version == 2:
            group["genes"] = fixed(ids)
            group["gene_names"] = fixed(symbols)
            return
        table = group.create_group("features")
        table["id"] = fixed(ids)
        table["name"] = fixed(symbols)
        table["feature_type"] = fixed(types)
        table["genome"] = fixed(["GRCh38"] * genes)
        table["_all_tag_keys"] = fixed(["genome"])


h5(root / "v3.h5", 3)
h5(root / "v2.h5", 2)
for name in ["v3", "v2"]:
    adata = sc.read_10x_h5(root / f"{name}.h5")
    adata.var_names_make_unique()
    expected[f"{name}.h5"] = described(adata, f"{name}.h5")
adata = sc.read_10x_h5(root / "v3.h5", gex_only=False)
adata.var_names_make_unique()
expected["v3.h5 all"] = described(adata, "v3.h5")

# Matrix Market, as SciPy writes it.
values = np.where(counts > 0, rng.normal(size=counts.shape), 0).round(4)
square = rng.poisson(1, (5, 5))
for name, matrix, options in [
    ("integer", sp.coo_matrix(counts), {}),
    ("real", sp.coo_matrix(values), {}),
    ("pattern", sp.coo_matrix(counts), {"field": "pattern"}),
    ("array", values, {}),
    ("symmetric", sp.coo_matrix(square + square.T), {"symmetry": "symmetric"}),
    ("skew", sp.coo_matrix(square - square.T), {"symmetry": "skew-symmetric"}),
    ("arraySymmetric", (square + square.T).astype(float), {"symmetry": "symmetric"}),
]:
    path = root / f"{name}.mtx"
    scipy.io.mmwrite(path, matrix, comment="SciPy", **options)
    expected[path.name] = described(sc.read(path), path.name)

# Tables, as pandas and R write them.
frame = pd.DataFrame(values, index=barcodes, columns=[f"G{i}" for i in range(genes)])
frame.to_csv(root / "pandas.csv")
frame.to_csv(root / "pandas.tsv.gz", sep="\t", compression={"method": "gzip", "mtime": 0})
expected["pandas.csv"] = described(sc.read_csv(root / "pandas.csv"), "pandas.csv")
expected["pandas.tsv.gz"] = described(sc.read_text(root / "pandas.tsv.gz", delimiter="\t"), "pandas.tsv.gz")

# What R wrote: genes x cells.
r = Path("test/reference/dataInR")
for name in ["general", "pattern", "symmetric", "real"]:
    path = r / f"{name}.mtx"
    expected[f"R {path.name}"] = described(sc.read(path).T, path.name)
for name, separator in [("table.csv", ","), ("table.txt", " "), ("table.tsv", "\t"), ("named.tsv", "\t")]:
    frame = pd.read_csv(r / name, sep=separator, index_col=0 if name in ["table.csv", "named.tsv"] else None)
    expected[f"R {name}"] = described(ad.AnnData(frame.T), name)


# AnnData as zarr, versions 2 and 3, each packed into one file of keys and values; and as h5ad, to compare with.
full = ad.AnnData(sp.csr_matrix(counts.astype("f4")), obs=pd.DataFrame(index=barcodes), var=pd.DataFrame(index=ids))
full.obs["batch"] = pd.Categorical(["b", "a", None, "b", "a", "a", "b"])
full.obs["donor"] = ["d1", "d2", "", "d3", "Ünal", "d1", "d1"]
full.obs["score"] = np.array([0.5, np.nan, 1, 2, 3, 4, 5])
full.obs["n"] = np.arange(7) * 2**40
full.obs["doublet"] = [True, False, False, True, False, False, True]
full.obs["passages"] = pd.array([1, None, 3, None, 5, 6, 7], dtype="Int64")
full.var["symbol"] = [f"{s}-{i}" for i, s in enumerate(symbols)]
full.obsm["X_pca"] = np.arange(14, dtype="f8").reshape(7, 2) / 4
full.layers["csc"] = sp.csc_matrix(counts * 2)
full.layers["dense"] = values
full.obsp["distances"] = sp.identity(7, format="csr")
full.raw = full.copy()
full.uns = {"title": "seven cells", "seed": 7, "ratio": 0.25, "done": True, "none": None, "colors": np.array(["#fff", "#000"]),
            "weights": np.array([0.5, 1.5]), "grid": np.arange(6, dtype="f4").reshape(2, 3), "log1p": {"base": 2.0, "in": {"a": "b"}}}
full.write_h5ad(root / "full.h5ad")
full = ad.read_h5ad(root / "full.h5ad")
for version in [2, 3]:
    with tempfile.TemporaryDirectory() as folder, ad.settings.override(zarr_write_format=version):
        full.write_zarr(folder, chunks=(3, 4))
        files = sorted(file for file in Path(folder).rglob("*") if file.is_file())
        packed = {str(f.relative_to(folder)): base64.b64encode(f.read_bytes()).decode() for f in files}
    Path(root / f"zarr{version}.json").write_text(json.dumps(packed, indent=0) + "\n")

Path("test/reference/dataIn.json").write_text(json.dumps(expected, indent=1) + "\n")
