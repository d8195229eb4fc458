"""
Compares two HDF5 files object by object: groups, datasets, links, attributes, types, values, layout, chunks and filters.

    python h5adCompare.py before.h5ad after.h5ad [--added PATH ...]

Prints every difference, except elements under the added paths that only the second file has. Exits with 1 if there is any.
Needs h5py and NumPy. Used by hand; `npm test` does the same with h5wasm (test/io/h5ad/compareFiles.ts).
"""

import argparse
import sys

import h5py
import numpy as np


def same_array(a, b):
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    if a.dtype.hasobject:
        return all(same_object(x, y) for x, y in zip(a.ravel().tolist(), b.ravel().tolist()))
    # To the bit, NaN included.
    return a.tobytes() == b.tobytes()


files = []  # the two files, to follow references


def target(file, reference):
    try:
        return file[reference].name
    except ValueError:  # it leads nowhere
        return None


def same_object(a, b):
    if isinstance(a, h5py.Reference):
        return isinstance(b, h5py.Reference) and target(files[0], a) == target(files[1], b)
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return same_array(a, b)
    if isinstance(a, tuple):  # a record
        return len(a) == len(b) and all(same_object(x, y) for x, y in zip(a, b))
    return type(a) is type(b) and a == b


def raw_type(item):
    """The type as HDF5 stores it, padding and character set included."""
    return item.id.get_type() if isinstance(item, h5py.Dataset) else item.get_type()


def compare_attributes(path, a, b, report):
    for name in sorted(set(a.attrs) | set(b.attrs)):
        here = f"{path}@{name}"
        if name not in a.attrs or name not in b.attrs:
            report(here, f"attribute only in the {'second' if name in b.attrs else 'first'} file")
            continue
        ida, idb = a.attrs.get_id(name), b.attrs.get_id(name)
        if not same_type(ida.get_type(), idb.get_type()):
            report(here, "type")
        if ida.shape != idb.shape or ida.get_space().get_simple_extent_type() != idb.get_space().get_simple_extent_type():
            report(here, f"shape {ida.shape} / {idb.shape}")
        elif not same_object(a.attrs[name], b.attrs[name]):
            report(here, f"value {a.attrs[name]!r} / {b.attrs[name]!r}")


def same_type(a, b):
    if a.get_class() == h5py.h5t.STRING and b.get_class() == h5py.h5t.STRING and a.is_variable_str():
        # Text of variable length has no padding that could matter.
        return b.is_variable_str() and a.get_cset() == b.get_cset()
    return a == b


def filters(dataset):
    properties = dataset.id.get_create_plist()
    return [properties.get_filter(i) for i in range(properties.get_nfilters())]


def stored(dataset):
    """The chunks as they are stored, compressed; None if there are none."""
    if dataset.chunks is None:
        return None
    count = dataset.id.get_num_chunks()
    infos = [dataset.id.get_chunk_info(i) for i in range(count)]
    return {info.chunk_offset: dataset.id.read_direct_chunk(info.chunk_offset) for info in infos}


def compare_datasets(path, a, b, report):
    if not same_type(raw_type(a), raw_type(b)):
        report(path, f"type {a.dtype} / {b.dtype}")
    for what in ["shape", "maxshape", "chunks", "fillvalue"]:
        if not same_object(getattr(a, what), getattr(b, what)):
            report(path, f"{what} {getattr(a, what)} / {getattr(b, what)}")
    if filters(a) != filters(b):
        report(path, f"filters {filters(a)} / {filters(b)}")
    if a.id.get_create_plist().get_layout() != b.id.get_create_plist().get_layout():
        report(path, "layout")
    if a.shape is None or b.shape is None:
        return
    try:
        same = same_array(a[()], b[()])
    except OSError:  # a filter that isn't installed
        same = stored(a) == stored(b)
    if not same:
        report(path, "values")
    elif stored(a) != stored(b) and not a.dtype.hasobject:
        report(path, "stored chunks")


def link_kind(group, name):
    link = group.get(name, getlink=True)
    return (type(link).__name__, getattr(link, "path", None), getattr(link, "filename", None))


def compare(a, b, path, added, report):
    if type(a) is not type(b):
        report(path or "/", f"{type(a).__name__} / {type(b).__name__}")
        return
    compare_attributes(path or "/", a, b, report)
    if isinstance(a, h5py.Dataset):
        compare_datasets(path, a, b, report)
    elif isinstance(a, h5py.Group):
        compare_groups(a, b, path, added, report)


def compare_groups(a, b, path, added, report):
    for name in sorted(set(a) | set(b)):
        here = f"{path}/{name}"
        if here.lstrip("/") in added:
            continue
        if name not in a and any(one.startswith(here.lstrip("/") + "/") for one in added):
            continue
        if name not in a or name not in b:
            report(here, f"only in the {'second' if name in b else 'first'} file")
        elif link_kind(a, name) != link_kind(b, name):
            report(here, f"link {link_kind(a, name)} / {link_kind(b, name)}")
        elif isinstance(a.get(name, getlink=True), h5py.HardLink):
            compare(a[name], b[name], here, added, report)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--added", nargs="*", default=[])
    options = parser.parse_args()
    found = []

    def report(path, what):
        # The order of a table's columns names the added ones.
        table = path.split("@")[0].lstrip("/")
        if path.endswith("@column-order") and any(name.startswith(f"{table}/") for name in options.added):
            return
        found.append(path)
        print(f"{path}: {what}")

    with h5py.File(options.before) as before, h5py.File(options.after) as after:
        files.extend([before, after])
        compare(before, after, "", options.added, report)
    print(f"{options.after}: {len(found)} differences")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
