"""Writes a large h5ad file, 300,000 cells x 2,000 genes of counts in four batches, for the figures of docs/command-line.md.

    pip install h5py numpy
    python bench/python/large_h5ad.py big.h5ad [gzip] [cells]
"""

import sys

import h5py
import numpy as np

genes, batches, types, rows = 2000, 4, 6, 5000
text = h5py.string_dtype()


def mark(element, kind, version="0.2.0"):
    element.attrs["encoding-type"] = kind
    element.attrs["encoding-version"] = version
    return element


def write_x(file, cells, batch, cell_type, rng, options):
    profile = rng.gamma(0.5, 1, (types, genes))
    profile *= 0.1 / np.minimum(1, profile).mean()
    effect = np.exp(rng.normal(0, 0.4, (batches, genes)))
    x = mark(file.create_group("X"), "csr_matrix", "0.1.0")
    x.attrs["shape"] = np.array([cells, genes])
    parts = {
        name: x.create_dataset(name, (0,), maxshape=(None,), chunks=(65536,), dtype=dtype, **options)
        for name, dtype in (("data", "f4"), ("indices", "i4"))
    }
    indptr = [np.zeros(1, np.int64)]
    for start in range(0, cells, rows):
        block = slice(start, min(cells, start + rows))
        depth = rng.lognormal(0, 0.4, (block.stop - start, 1))
        counts = rng.poisson(profile[cell_type[block]] * effect[batch[block]] * depth)
        row, column = np.nonzero(counts)
        before = indptr[-1][-1]
        for name, values in (("data", counts[row, column]), ("indices", column)):
            parts[name].resize((before + len(values),))
            parts[name][before:] = values
        indptr.append(before + np.cumsum(np.bincount(row, minlength=block.stop - start)))
    x.create_dataset("indptr", data=np.concatenate(indptr).astype(np.int32), **options)


def write_table(file, name, names, columns):
    table = mark(file.create_group(name), "dataframe")
    table.attrs["_index"] = "_index"
    table.attrs["column-order"] = np.array(list(columns), dtype=text) if columns else np.zeros(0)
    mark(table.create_dataset("_index", data=np.array(names, dtype=object), dtype=text), "string-array")
    for key, (codes, categories) in columns.items():
        column = mark(table.create_group(key), "categorical")
        column.attrs["ordered"] = False
        mark(column.create_dataset("codes", data=codes.astype("i1")), "array")
        stored = column.create_dataset("categories", data=np.array(categories, dtype=object), dtype=text)
        mark(stored, "string-array")


def main(path, compression="none", cells="300000"):
    cells = int(cells)
    rng = np.random.default_rng(0)
    batch, cell_type = rng.integers(0, batches, cells), rng.integers(0, types, cells)
    columns = {
        "batch": (batch, [f"donor {i}" for i in range(batches)]),
        "cell_type": (cell_type, [f"type {i}" for i in range(types)]),
    }
    with h5py.File(path, "w") as file:
        mark(file, "anndata", "0.1.0")
        write_x(file, cells, batch, cell_type, rng, {} if compression == "none" else {"compression": compression})
        write_table(file, "obs", [f"cell{i}" for i in range(cells)], columns)
        write_table(file, "var", [f"GENE{i}" for i in range(genes)], {})
        for name in ("layers", "obsm", "obsp", "uns", "varm", "varp"):
            mark(file.create_group(name), "dict", "0.1.0")


if __name__ == "__main__":
    main(*sys.argv[1:])
