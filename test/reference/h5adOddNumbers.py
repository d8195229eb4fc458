"""Small h5ad files with numbers whose bits don't lie as usual: HDF5 converts them, h5wasm doesn't.

Needs anndata 0.12 and h5py. Writes h5adOddNumbers.json.gz: file by name, as base64.
"""

import base64
import gzip
import json
import tempfile
from pathlib import Path

import anndata
import h5py
import numpy as np
from h5py import h5d, h5s, h5t

HERE = Path(__file__).parent


def bfloat16():
    kind = h5t.IEEE_F32LE.copy()
    kind.set_fields(15, 7, 8, 0, 7)
    kind.set_size(2)
    return kind


def other_bias():
    kind = h5t.IEEE_F64LE.copy()
    kind.set_ebias(1022)
    return kind


def no_implied_bit():
    kind = h5t.IEEE_F64LE.copy()
    kind.set_norm(h5t.NORM_NONE)
    return kind


def five_bits():
    kind = h5t.STD_I8LE.copy()
    kind.set_precision(5)
    return kind


def shifted():
    kind = h5t.STD_I16LE.copy()
    kind.set_precision(8)
    kind.set_offset(4)
    return kind


KINDS = [bfloat16, other_bias, no_implied_bit, five_bits, shifted]
PLACES = {"X": "X", "column": "obs/n", "entry": "uns/v", "record": "uns/r", "named": "X"}


def create(file, place, kind):
    """Puts numbers of this kind into the place of others."""
    path = PLACES[place]
    values, attributes = np.arange(4.0), {"encoding-type": "array", "encoding-version": "0.2.0"}
    if path in file:
        values, attributes = file[path][...], dict(file[path].attrs)
        del file[path]
    space = h5s.create_simple(values.shape)
    if place == "named":
        kind.commit(file.id, b"kind")
    if place == "record":
        record = h5t.create(h5t.COMPOUND, 8 + kind.get_size())
        record.insert(b"usual", 0, h5t.IEEE_F64LE)
        record.insert(b"odd", 8, kind)
        kind, attributes = record, {"encoding-type": "rec-array", "encoding-version": "0.2.0"}
    dataset = h5py.Dataset(h5d.create(file.id, path.encode(), kind, space))
    if place != "record":
        dataset.id.write(h5s.ALL, h5s.ALL, np.ascontiguousarray(values, "f8"))
    for name, value in attributes.items():
        dataset.attrs[name] = value


def main():
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        for i, place in enumerate(PLACES):
            for j, make in enumerate(KINDS):
                # Both layouts of headers, with and without a user block.
                libver, block = ["earliest", "latest"][(i + j) % 2], [0, 512][(i + j) // 2 % 2]
                path = Path(folder) / "file.h5ad"
                with h5py.File(path, "w", libver=libver, userblock_size=block) as file:
                    adata = anndata.AnnData(np.arange(12, dtype="f4").reshape(4, 3))
                    adata.obs["n"] = np.arange(4.0)
                    anndata.io.write_elem(file, "/", adata)
                    create(file, place, make())
                files[f"{place} {make.__name__} {libver} {block}"] = base64.b64encode(path.read_bytes()).decode()
    packed = gzip.compress(json.dumps(files).encode(), mtime=0)
    (HERE / "h5adOddNumbers.json.gz").write_bytes(packed)


main()
