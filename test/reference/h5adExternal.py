"""Small h5ad files that lead to other files: external links, external storage, virtual datasets. They need no values beside them:
those of X are 0 to 4 over and over, and 10 more in the virtual one.

Run: python test/reference/h5adExternal.py     writes test/reference/h5adExternal/
"""

import os
import shutil
from pathlib import Path

import anndata
import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp

FOLDER = Path(__file__).parent / "h5adExternal"
PARTS = FOLDER / "parts"
CELLS, GENES = 6, 4
X = (np.arange(CELLS * GENES).reshape(CELLS, GENES) % 5).astype("f4")


def cells(path, **parts):
    """A sound file, without the elements that a test puts elsewhere."""
    obs = pd.DataFrame({"n": np.arange(CELLS), "batch": pd.Categorical(["a", "b"] * 3)}, index=[f"c{i}" for i in range(CELLS)])
    adata = anndata.AnnData(X, obs=obs, var=pd.DataFrame(index=[f"g{i}" for i in range(GENES)]))
    adata.layers["sparse"] = sp.csr_matrix(X)
    adata.uns = {"title": "whole", "inner": {"one": 1}}
    adata.write_h5ad(path)
    with h5py.File(path, "r+") as f:
        for name, value in parts.items():
            name = name.replace("__", "/")
            if name in f:
                del f[name]
            if callable(value):
                value(f, name)
            else:
                f[name] = value


def virtual(*sources):
    """A virtual dataset of rows of others."""

    def make(f, name):
        rows = CELLS // len(sources)
        layout = h5py.VirtualLayout((CELLS, GENES), "f4")
        for i, (file, path) in enumerate(sources):
            layout[i * rows : (i + 1) * rows] = h5py.VirtualSource(file, path, (rows, GENES))
        f.create_virtual_dataset(name, layout).attrs.update({"encoding-type": "array", "encoding-version": "0.2.0"})

    return make


def stored(file, shape=(CELLS, GENES)):
    """A dataset whose values are in another file, without any HDF5 around them."""

    def make(f, name):
        f.create_dataset(name, shape, "f4", external=[(file, 0, 4 * int(np.prod(shape)))])

    return make


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    PARTS.mkdir(parents=True)
    os.chdir(FOLDER)
    link = h5py.ExternalLink
    cells("parts/whole.h5ad")
    X.tofile("parts/raw.bin")
    for name, rows in {"top": X[:3] + 10, "bottom": X[3:] + 10}.items():
        with h5py.File(f"parts/{name}.h5", "w") as f:
            f["values"] = rows
    with h5py.File("parts/large.h5", "w") as f:
        stored("parts/large.bin", (12_000_000,))(f, "x")
    with h5py.File("parts/damaged.h5", "w") as f:
        f["x"] = X
    data = Path("parts/damaged.h5").read_bytes()
    at = data.index(b"SNOD") + 8
    # The address of the dataset: where no dataset is.
    Path("parts/damaged.h5").write_bytes(data[: at + 8] + bytes([120, 0]) + data[at + 10 :])
    Path("parts/text.h5").write_text("no HDF5 at all")

    cells(
        "links.h5ad",
        X=link("parts/whole.h5ad", "/X"),
        layers__sparse=link("parts/whole.h5ad", "/layers/sparse"),
        obs__batch=link("parts/whole.h5ad", "/obs/batch"),
        uns=link("parts/whole.h5ad", "/uns"),
        obsm__X_pca=link("parts/top.h5", "/nothing"),
    )
    cells("tables.h5ad", obs=link("parts/whole.h5ad", "/obs"), var=link("parts/whole.h5ad", "/var"))
    cells(
        "virtual.h5ad",
        X=virtual(("parts/top.h5", "values"), ("parts/bottom.h5", "values")),
        layers__own=virtual((".", "layers/lost")),
        layers__lost=virtual(("parts/top.h5", "values"), ("parts/missing.h5", "values")),
        layers__empty=virtual(("parts/top.h5", "values"), ("parts/bottom.h5", "nothing")),
        layers__itself=virtual((".", "layers/itself")),
        layers__same=virtual((".", "X")),
    )
    cells("stored.h5ad", X=stored("parts/raw.bin"), layers__lost=stored("parts/missing.bin"))

    def circle(other):
        def make(f, name):
            f.create_group(name).attrs.update({"encoding-type": "dict", "encoding-version": "0.1.0"})
            f[name]["next"] = link(other, "/uns")

        return make

    cells("parts/circleA.h5ad", uns=circle("circleB.h5ad"))
    cells("parts/circleB.h5ad", uns=circle("circleA.h5ad"))
    cells("damaged.h5ad", uns__x=link("parts/damaged.h5", "/x"), uns__text=link("parts/text.h5", "/x"))


if __name__ == "__main__":
    main()
