"""Writes h5adCorpus.json.gz: small h5ad files that are odd but legal, or damaged, each with what anndata reads from it.

Needs anndata 0.12 or 0.13, h5py, hdf5plugin, mudata. Run: python test/reference/h5adCorpus.py [folder for the files themselves]
Each file is made by anndata or by editing such a file with h5py, in the ways of other writers (zellkonverter, SeuratDisk,
anndataR, rhdf5, old versions of anndata). For a file that anndata refuses but that has one clear meaning, `means` names the file
whose values are right.
"""
import base64, datetime, gzip, json, multiprocessing, os, sys, tempfile, warnings

os.environ['HDF5_USE_FILE_LOCKING'] = 'FALSE'
import anndata as ad
import h5py
import hdf5plugin
import mudata
import numpy as np
import pandas as pd
import scipy.sparse as sp

from h5adContent import content

warnings.filterwarnings('ignore')
ad.settings.allow_write_nullable_strings = True
CELLS, GENES = 12, 8
folder = sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp()
cases = {}
text = h5py.string_dtype()


def counts():
    return np.random.default_rng(1).poisson(1, (CELLS, GENES)).astype('f4')


def base(x=None):
    obs = pd.DataFrame(
        {
            'batch': pd.Categorical(list('abcabcabcabc')),
            'n': np.arange(CELLS),
            'score': np.linspace(0, 1, CELLS),
        },
        index=[f'c{i}' for i in range(CELLS)],
    )
    var = pd.DataFrame({'mean': np.linspace(0, 2, GENES)}, index=[f'g{i}' for i in range(GENES)])
    adata = ad.AnnData(counts() if x is None else x, obs, var)
    adata.obsm['X_pca'] = np.linspace(-1, 1, CELLS * 2).reshape(CELLS, 2)
    adata.uns['title'] = 'corpus'
    return adata


def case(means=None, make=base, **options):
    """Registers `edit(file)`, which changes the file that `make` has written; `options` go to write_h5ad."""

    def register(edit):
        cases[edit.__name__] = (make, edit, means, options)
        return edit

    return register


def written(change, **options):
    """Registers a file as anndata writes it: `change(adata)` sets what is special."""
    name = change.__name__

    def make():
        adata = base()
        return change(adata) or adata

    cases[name] = (make, None, None, options)
    return change


def matrix(kind):
    return lambda: base(kind(counts()))


def replace(group, name, data=None, **how):
    attrs = dict(group[name].attrs) if name in group else {}
    if name in group:
        del group[name]
    dataset = group.create_dataset(name, data=data, **how)
    for key, value in attrs.items():
        dataset.attrs[key] = value
    return dataset


def column(f, name, data, table='obs', **how):
    """Adds a column without an encoding, as other writers do."""
    order = list(f[table].attrs['column-order'])
    f[table].attrs['column-order'] = np.array([*order, name], dtype=object)
    return f[table].create_dataset(name, data=data, **how)


def attribute_arrays(f):
    def visit(_, element):
        for key in ('encoding-type', 'encoding-version', '_index', 'ordered'):
            if key in element.attrs:
                value = element.attrs[key]
                element.attrs[key] = np.array([value], dtype=object if isinstance(value, str) else None)

    f.visititems(visit)


def strip_encodings(f):
    def visit(_, element):
        for key in ('encoding-type', 'encoding-version'):
            if key in element.attrs:
                del element.attrs[key]

    f.visititems(visit)


def records(frame, index):
    columns = [(index, [str(name).encode() for name in frame.index])]
    columns += [(name, frame[name].to_numpy()) for name in frame]
    dtype = [(name, np.array(values).dtype) for name, values in columns]
    out = np.empty(len(frame), dtype=dtype)
    for name, values in columns:
        out[name] = values
    return out


# --- expression ---------------------------------------------------------------------------------------------------------------------
def x_dtype(name, dtype):
    def edit(f):
        replace(f, 'X', counts().astype(dtype))

    edit.__name__ = f'x_{name}'
    case()(edit)


for name, dtype in {
    'float16': 'f2', 'float64': 'f8', 'longdouble': np.longdouble, 'int8': 'i1', 'uint8': 'u1', 'int16': 'i2', 'uint16': 'u2',
    'int32': 'i4', 'uint32': 'u4', 'int64': 'i8', 'uint64': 'u8', 'float32_big_endian': '>f4', 'float64_big_endian': '>f8',
    'float16_big_endian': '>f2', 'int64_big_endian': '>i8', 'int16_big_endian': '>i2', 'bool': '?', 'complex64': 'c8', 'complex128': 'c16',
}.items():
    x_dtype(name, dtype)

for name, kind in {'csr': sp.csr_matrix, 'csc': sp.csc_matrix, 'csr_array': sp.csr_array, 'csc_array': sp.csc_array}.items():
    cases[f'x_{name}'] = (matrix(kind), None, None, {})
    cases[f'x_{name}_gzip'] = (matrix(kind), None, None, {'compression': 'gzip'})


@case(make=matrix(sp.csr_matrix))
def csr_int64(f):
    for part in ('indices', 'indptr'):
        replace(f['X'], part, f[f'X/{part}'][:].astype('i8'))


@case(make=matrix(sp.csr_matrix))
def csr_unsorted(f):
    x = f['X']
    indptr = x['indptr'][:]
    data, indices = x['data'][:], x['indices'][:]
    for row in range(CELLS):
        part = slice(indptr[row], indptr[row + 1])
        data[part], indices[part] = data[part][::-1], indices[part][::-1]
    replace(x, 'data', data)
    replace(x, 'indices', indices)


@case(make=matrix(sp.csr_matrix))
def csr_duplicates(f):
    x = f['X']
    indptr = x['indptr'][:]
    replace(x, 'data', np.repeat(x['data'][:], 2))
    replace(x, 'indices', np.repeat(x['indices'][:], 2))
    replace(x, 'indptr', indptr * 2)


@case(make=matrix(sp.csr_matrix))
def csr_float16(f):
    replace(f['X'], 'data', f['X/data'][:].astype('f2'))


@case(make=matrix(sp.csr_matrix))
def csr_bool(f):
    replace(f['X'], 'data', f['X/data'][:] > 0)


@case(make=matrix(sp.csr_matrix), means='x_csr')
def csr_missing_shape(f):
    del f['X'].attrs['shape']


@case(make=matrix(sp.csc_matrix), means='x_csc')
def csc_missing_shape(f):
    del f['X'].attrs['shape']


@case(make=matrix(sp.csr_matrix), means='x_csr')
def csr_no_encoding(f):
    for key in ('encoding-type', 'encoding-version'):
        del f['X'].attrs[key]


@case(make=matrix(sp.csc_matrix), means='x_csc')
def csc_no_encoding(f):
    for key in ('encoding-type', 'encoding-version', 'shape'):
        del f['X'].attrs[key]


@case(make=matrix(sp.csr_matrix))
def csr_h5sparse(f):
    """anndata 0.6"""
    for key in ('encoding-type', 'encoding-version'):
        del f['X'].attrs[key]
    shape = f['X'].attrs['shape']
    del f['X'].attrs['shape']
    f['X'].attrs['h5sparse_format'] = 'csr'
    f['X'].attrs['h5sparse_shape'] = shape


@case(make=matrix(sp.csr_matrix), means='x_csr')
def csr_attribute_arrays(f):
    attribute_arrays(f)


@case(make=matrix(sp.csr_matrix))
def csr_shape_float(f):
    f['X'].attrs['shape'] = np.array([CELLS, GENES], 'f8')


@case(make=matrix(sp.csr_matrix))
def csr_bad_shape(f):
    f['X'].attrs['shape'] = [CELLS, GENES + 1]


@case(make=matrix(sp.csr_matrix))
def csr_index_out_of_range(f):
    f['X/indices'][0] = 99


@case(make=matrix(sp.csr_matrix))
def csr_index_negative(f):
    f['X/indices'][0] = -1


@case(make=matrix(sp.csr_matrix))
def csr_index_wraps(f):
    indices = f['X/indices'][:].astype('i8')
    indices[0] += 2**32
    replace(f['X'], 'indices', indices)


@case(make=matrix(sp.csr_matrix))
def csr_index_fraction(f):
    indices = f['X/indices'][:].astype('f8')
    indices[0] += 0.5
    replace(f['X'], 'indices', indices)


@case(make=matrix(sp.csr_matrix))
def csr_indptr_falls(f):
    f['X/indptr'][3] = 99


@case(make=matrix(sp.csr_matrix))
def csr_indptr_short(f):
    replace(f['X'], 'indptr', f['X/indptr'][:-1])


@case(make=matrix(sp.csr_matrix))
def csr_without_data(f):
    del f['X/data']


@case(make=matrix(sp.csr_matrix))
def csr_short_data(f):
    replace(f['X'], 'data', f['X/data'][:-1])


@case(make=matrix(sp.csr_matrix))
def csr_text_data(f):
    replace(f['X'], 'data', np.array([b'x'] * f['X/data'].shape[0]))


def coo_edit(f):
    x = sp.coo_matrix(counts())
    del f['X']
    group = f.create_group('X')
    group.attrs['encoding-type'] = 'coo_matrix'
    group.attrs['encoding-version'] = '0.1.0'
    group.attrs['shape'] = x.shape
    for name, part in {'data': x.data, 'row': x.row, 'col': x.col}.items():
        group[name] = part


@case(means='x_csr')
def coo(f):
    coo_edit(f)


@case(means='x_csr')
def coo_shuffled(f):
    coo_edit(f)
    order = np.random.default_rng(2).permutation(f['X/data'].shape[0])
    for part in ('data', 'row', 'col'):
        f[f'X/{part}'][:] = f[f'X/{part}'][:][order]


@case()
def coo_row_out_of_range(f):
    coo_edit(f)
    f['X/row'][0] = CELLS


@case()
def x_text(f):
    replace(f, 'X', np.full((CELLS, GENES), b'x'))


@case()
def x_records(f):
    del f['X']
    f['X'] = np.zeros((CELLS, GENES), dtype=[('a', 'f4'), ('b', 'i4')])


@case()
def x_three_dimensions(f):
    replace(f, 'X', np.zeros((CELLS, GENES, 2), 'f4'))


@case()
def x_wrong_rows(f):
    replace(f, 'X', np.zeros((CELLS + 1, GENES), 'f4'))


@case()
def x_missing(f):
    del f['X']


@case()
def x_transposed(f):
    replace(f, 'X', counts().T)


@written
def x_none(adata):
    return ad.AnnData(None, adata.obs, adata.var, layers={'counts': counts()})


@case()
def x_chunked(f):
    replace(f, 'X', counts(), chunks=(5, 3), compression='gzip', shuffle=True, fletcher32=True)


@case()
def x_unwritten(f):
    """Chunks that were never written hold the fill value."""
    x = replace(f, 'X', shape=(CELLS, GENES), dtype='f4', chunks=(4, 4), fillvalue=2)
    x[:4, :4] = 1


@case()
def x_scaleoffset(f):
    replace(f, 'X', counts().astype('i4'), chunks=(CELLS, GENES), scaleoffset=0)


for name, compression in {
    'lzf': {'compression': 'lzf'}, 'zstd': hdf5plugin.Zstd(), 'blosc': hdf5plugin.Blosc(), 'lz4': hdf5plugin.LZ4(),
    'bitshuffle': hdf5plugin.Bitshuffle(),
}.items():
    def edit(f, compression=compression):
        replace(f, 'X', counts(), chunks=(CELLS, GENES), **compression)

    edit.__name__ = f'x_{name}'
    case()(edit)


@case()
def x_external(f):
    with open(os.path.join(folder, 'values.bin'), 'wb') as out:
        out.write(counts().tobytes())
    del f['X']
    f.create_dataset('X', (CELLS, GENES), 'f4', external=[(os.path.join(folder, 'values.bin'), 0, CELLS * GENES * 4)])


@case()
def x_virtual(f):
    with h5py.File(os.path.join(folder, 'other.h5'), 'w') as other:
        other['x'] = counts()
    layout = h5py.VirtualLayout((CELLS, GENES), 'f4')
    layout[:] = h5py.VirtualSource(os.path.join(folder, 'other.h5'), 'x', (CELLS, GENES))
    del f['X']
    f.create_virtual_dataset('X', layout)


@case()
def x_huge(f):
    del f['X']
    f.create_dataset('X', (10**6, 10**6), 'f4', chunks=(100, 100))


@case()
def x_soft_link(f):
    f.move('X', 'elsewhere')
    f['X'] = h5py.SoftLink('/elsewhere')


# --- columns ------------------------------------------------------------------------------------------------------------------------
def obs_dtype(name, values):
    def edit(f):
        column(f, 'c', np.asarray(values))

    edit.__name__ = f'obs_{name}'
    case()(edit)


numbers = np.arange(CELLS) - 3
for name, dtype in {
    'float16': 'f2', 'float32': 'f4', 'longdouble': np.longdouble, 'int8': 'i1', 'int16': 'i2', 'int32': 'i4', 'int64': 'i8',
    'uint8': 'u1', 'uint16': 'u2', 'uint32': 'u4', 'uint64': 'u8', 'float64_big_endian': '>f8', 'int64_big_endian': '>i8',
    'uint32_big_endian': '>u4', 'complex128': 'c16',
}.items():
    obs_dtype(name, numbers.astype(dtype))
obs_dtype('int64_wide', numbers.astype('i8') + 2**40)
obs_dtype('int64_beyond_doubles', numbers.astype('i8') + 2**60 + 1)
obs_dtype('uint64_largest', np.full(CELLS, 2**64 - 1, 'u8'))
obs_dtype('float_extremes', np.array([np.nan, np.inf, -np.inf, -0.0, 5e-324, 1.7e308, *[0.1] * 6]))
obs_dtype('float16_extremes', np.array([np.nan, np.inf, -np.inf, 6e-8, 65504, -0.5, *[0.1] * 6], 'f2'))
obs_dtype('longdouble_extremes', np.array([np.nan, np.inf, -np.inf, 0, 1e-310, 1.7e308, *[np.longdouble(1) / 3] * 6], np.longdouble))
obs_dtype('bool', numbers > 0)
obs_dtype('bytes', np.array([f'x{i}'.encode() for i in range(CELLS)]))
obs_dtype('two_dimensions', np.zeros((CELLS, 2)))
obs_dtype('records', np.zeros(CELLS, dtype=[('a', 'f4')]))
obs_dtype('opaque', np.array([b'ab'] * CELLS, 'V2'))


@case()
def obs_bytes_utf8(f):
    column(f, 'c', np.array(['é'.encode()] * CELLS, h5py.string_dtype('utf-8', 2)))


@case()
def obs_bytes_latin1(f):
    column(f, 'c', np.array(['café'.encode('latin1')] * CELLS))


@case()
def obs_text_latin1(f):
    column(f, 'c', np.array([b'caf\xe9'] * CELLS, dtype=object), dtype=text)


@case()
def obs_text_ascii(f):
    column(f, 'c', np.array(['abc'] * CELLS, dtype=object), dtype=h5py.string_dtype('ascii'))


@case()
def obs_text_unicode(f):
    column(f, 'c', np.array(['日本', 'a\U0001f600', '', ' ', *['x' * 300] * 8], dtype=object), dtype=text)


@case()
def obs_text_space_padded(f):
    """Fortran's padding, which R's writers use."""
    kind = h5py.h5t.C_S1.copy()
    kind.set_size(6)
    kind.set_strpad(h5py.h5t.STR_SPACEPAD)
    space = h5py.h5s.create_simple((CELLS,))
    f['obs'].attrs['column-order'] = np.array(['batch', 'n', 'score', 'c'], dtype=object)
    h5py.h5d.create(f['obs'].id, b'c', kind, space).write(space, space, np.array([b'ab    '] * CELLS), mtype=kind)


@case()
def obs_enum(f):
    column(f, 'c', np.arange(CELLS) % 3, dtype=h5py.enum_dtype({'FALSE': 0, 'TRUE': 1, 'NA': 2}, 'i1'))


@case()
def obs_enum_two(f):
    column(f, 'c', np.arange(CELLS) % 2, dtype=h5py.enum_dtype({'low': 0, 'high': 1}, 'i4'))


@case()
def obs_bool_as_int8(f):
    column(f, 'c', (np.arange(CELLS) % 2).astype('i1'))


@case()
def obs_ragged(f):
    c = column(f, 'c', None, shape=(CELLS,), dtype=h5py.vlen_dtype('i4'))
    c[0] = [1, 2]


@case()
def obs_references(f):
    column(f, 'c', np.array([f['X'].ref] * CELLS, dtype=h5py.ref_dtype), dtype=h5py.ref_dtype)


@case()
def obs_date_opaque(f):
    column(f, 'c', np.arange(CELLS).astype('M8[ns]').astype(h5py.opaque_dtype('M8[ns]')))


@case()
def obs_empty_dataset(f):
    column(f, 'c', h5py.Empty('f4'))


@case()
def obs_wrong_length(f):
    column(f, 'c', np.zeros(CELLS + 1))


@case()
def obs_huge(f):
    column(f, 'c', None, shape=(10**9,), dtype='f8', chunks=(1000,))


@case()
def obs_external_link(f):
    with h5py.File(os.path.join(folder, 'linked.h5'), 'w') as other:
        other['c'] = np.arange(CELLS)
    f['obs'].attrs['column-order'] = np.array(['batch', 'n', 'score', 'c'], dtype=object)
    f['obs/c'] = h5py.ExternalLink(os.path.join(folder, 'linked.h5'), '/c')


@case()
def obs_dead_link(f):
    f['obs'].attrs['column-order'] = np.array(['batch', 'n', 'score', 'c'], dtype=object)
    f['obs/c'] = h5py.SoftLink('/nowhere')


@case()
def obs_hard_link(f):
    f['obs'].attrs['column-order'] = np.array(['batch', 'n', 'score', 'c'], dtype=object)
    f['obs/c'] = f['obs/n']


@case()
def obs_column_missing(f):
    f['obs'].attrs['column-order'] = np.array(['batch', 'n', 'score', 'c'], dtype=object)


@case()
def obs_column_unlisted(f):
    f['obs/extra'] = np.arange(CELLS)


@case()
def obs_order_missing(f):
    del f['obs'].attrs['column-order']


@case()
def obs_order_one(f):
    f['var'].attrs['column-order'] = 'mean'


@case()
def obs_order_empty(f):
    f['var'].attrs['column-order'] = np.zeros(0)


@case()
def obs_names_of_objects(f):
    for name in ('__proto__', 'constructor', 'toString', 'hasOwnProperty'):
        column(f, name, np.arange(CELLS))


@case()
def obs_slash(f):
    f['obs'].attrs['column-order'] = np.array(['batch', 'n', 'score', 'a/b'], dtype=object)
    f['obs/a/b'] = np.arange(CELLS)


@written
def obs_nullable(adata):
    adata.obs['i'] = pd.array([1, None] * 6, dtype='Int64')
    adata.obs['u'] = pd.array([1, None] * 6, dtype='UInt8')
    adata.obs['b'] = pd.array([True, None, False] * 4, dtype='boolean')
    adata.obs['s'] = pd.array(['x', None] * 6, dtype='string')


@case(make=lambda: with_nullable())
def obs_nullable_short_mask(f):
    replace(f['obs/i'], 'mask', f['obs/i/mask'][:-1])


@case(make=lambda: with_nullable())
def obs_nullable_no_mask(f):
    del f['obs/i/mask']


def with_nullable():
    adata = base()
    adata.obs['i'] = pd.array([1, None] * 6, dtype='Int64')
    return adata


@written
def obs_text(adata):
    adata.obs['t'] = [f't{i}' for i in range(CELLS)]
    adata.strings_to_categoricals = lambda: None


@written
def obs_dates_as_text(adata):
    adata.obs['t'] = pd.Categorical([str(datetime.date(2024, 1, 1 + i % 3)) for i in range(CELLS)])


@written
def obs_none(adata):
    return ad.AnnData(counts())


# --- categories ---------------------------------------------------------------------------------------------------------------------
@written
def categories_kinds(adata):
    adata.obs['ordered'] = pd.Categorical(['lo', 'hi'] * 6, categories=['lo', 'hi', 'none'], ordered=True)
    adata.obs['ints'] = pd.Categorical([3, 1, 2] * 4)
    adata.obs['floats'] = pd.Categorical([0.5, 1.5] * 6)
    adata.obs['bools'] = pd.Categorical([True, False] * 6)
    adata.obs['missing'] = pd.Categorical(['a', None, 'b'] * 4)
    adata.obs['all_missing'] = pd.Categorical([None] * CELLS, categories=['a'])
    adata.obs['empty'] = pd.Categorical([None] * CELLS)
    adata.obs['many'] = pd.Categorical([f'k{i}' for i in range(CELLS)], categories=[f'k{i}' for i in range(300)])


@case()
def categories_nullable_strings(f):
    nullable_categories(f)


def nullable_categories(f):
    batch = f['obs/batch']
    names = batch['categories'][:]
    del batch['categories']
    group = batch.create_group('categories')
    group.attrs['encoding-type'], group.attrs['encoding-version'] = 'nullable-string-array', '0.1.0'
    group.create_dataset('values', data=names, dtype=text)
    group['mask'] = np.zeros(3, bool)


@case()
def categories_nullable_with_missing(f):
    nullable_categories(f)
    f['obs/batch/categories/mask'][0] = True


@case()
def codes_uint8(f):
    replace(f['obs/batch'], 'codes', f['obs/batch/codes'][:].astype('u1'))


@case()
def codes_int64(f):
    replace(f['obs/batch'], 'codes', f['obs/batch/codes'][:].astype('i8'))


@case()
def codes_float(f):
    replace(f['obs/batch'], 'codes', f['obs/batch/codes'][:].astype('f8'))


def codes_with(name, value, dtype):
    def edit(f):
        codes = f['obs/batch/codes'][:].astype(dtype)
        codes[4] = value
        replace(f['obs/batch'], 'codes', codes)

    edit.__name__ = f'codes_{name}'
    case()(edit)


codes_with('out_of_range', 9, 'i1')
codes_with('negative', -2, 'i1')
codes_with('uint8_255', 255, 'u1')
codes_with('wrap', 2**32, 'i8')
codes_with('nan', np.nan, 'f8')
codes_with('fraction', 0.5, 'f8')
codes_with('float16_nan', np.nan, 'f2')


@case()
def codes_missing(f):
    del f['obs/batch/codes']


@case()
def codes_text(f):
    replace(f['obs/batch'], 'codes', np.array([b'0'] * CELLS))


@case()
def codes_short(f):
    replace(f['obs/batch'], 'codes', f['obs/batch/codes'][:-1])


@case()
def codes_two_dimensions(f):
    replace(f['obs/batch'], 'codes', np.zeros((CELLS, 1), 'i1'))


@case()
def categories_missing(f):
    del f['obs/batch/categories']


@case()
def categories_repeated(f):
    f['obs/batch/categories'][:] = ['a', 'a', 'b']


@case()
def categories_bytes(f):
    replace(f['obs/batch'], 'categories', np.array([b'a', b'b', b'c']))


@case()
def categories_ordered_array(f):
    f['obs/batch'].attrs['ordered'] = np.array([True])


@case()
def categories_ordered_missing(f):
    del f['obs/batch'].attrs['ordered']


# --- tables and names ---------------------------------------------------------------------------------------------------------------
def index_of(name, values):
    def edit(f):
        del f['obs/_index']
        f['obs/_index'] = values

    edit.__name__ = f'index_{name}'
    case()(edit)


index_of('ints', np.arange(CELLS))
index_of('floats', np.arange(CELLS) / 2)
index_of('bytes', np.array([f'b{i}'.encode() for i in range(CELLS)]))
index_of('repeated', np.array(['c'] * CELLS, dtype=object))
index_of('bools', np.arange(CELLS) > 3)


@case(means='base_file')
def index_attribute_missing(f):
    del f['obs'].attrs['_index']


@case()
def index_attribute_array(f):
    attribute_arrays(f)


cases['index_attribute_array'] = (base, cases['index_attribute_array'][1], 'base_file', {})


@case()
def index_missing(f):
    del f['obs/_index']


@case()
def index_other_name(f):
    f['obs'].move('_index', 'barcode')
    f['obs'].attrs['_index'] = 'barcode'


@written
def index_named(adata):
    adata.obs.index.name = 'barcode'
    adata.var.index.name = 'gene'


@written
def index_categorical(adata):
    adata.obs.index = pd.CategoricalIndex(adata.obs.index)


@written
def base_file(adata):
    pass


@case()
def obs_missing(f):
    del f['obs']


@case()
def var_missing(f):
    del f['var']


@case()
def obs_is_text(f):
    del f['obs']
    f['obs'] = 'nothing'


@written
def no_columns(adata):
    adata.obs = adata.obs[[]]
    adata.var = adata.var[[]]


cases['zero_cells'] = (lambda: base()[:0].copy(), None, None, {})
cases['zero_genes'] = (lambda: base()[:, :0].copy(), None, None, {})
cases['zero_cells_csr'] = (lambda: base(sp.csr_matrix(counts()))[:0].copy(), None, None, {})
cases['zero_genes_csc'] = (lambda: base(sp.csc_matrix(counts()))[:, :0].copy(), None, None, {})
cases['one_cell'] = (lambda: base()[:1].copy(), None, None, {})
cases['one_gene'] = (lambda: base()[:, :1].copy(), None, None, {})
cases['all_zero_csr'] = (lambda: base(sp.csr_matrix((CELLS, GENES), dtype='f4')), None, None, {})
cases['all_gzip'] = (base, None, None, {'compression': 'gzip'})
cases['all_lzf'] = (lambda: base(), lambda f: None, None, {'compression': 'lzf'})


# --- layers, obsm, raw --------------------------------------------------------------------------------------------------------------
@written
def layers_kinds(adata):
    adata.layers['dense'] = counts()
    adata.layers['csr'] = sp.csr_matrix(counts())
    adata.layers['csc'] = sp.csc_matrix(counts())
    adata.layers['int'] = counts().astype('i8')
    adata.layers['bool'] = counts() > 0


@case()
def layers_wrong_shape(f):
    f['layers/a'] = np.zeros((CELLS, GENES - 1))


@case()
def layers_text(f):
    f['layers/a'] = np.full((CELLS, GENES), b'x')


@case()
def layers_complex(f):
    f['layers/a'] = np.zeros((CELLS, GENES), 'c8')


@written
def obsm_kinds(adata):
    adata.obsm['frame'] = pd.DataFrame({'a': np.arange(CELLS), 'b': ['x'] * CELLS}, index=adata.obs_names)
    adata.obsm['csr'] = sp.csr_matrix(counts())
    adata.obsm['csc'] = sp.csc_matrix(counts())
    adata.obsm['cube'] = np.zeros((CELLS, 2, 2))
    adata.obsm['ints'] = np.arange(CELLS * 3).reshape(CELLS, 3)
    adata.obsm['float16'] = np.linspace(0, 1, CELLS * 2).reshape(CELLS, 2).astype('f2')
    adata.obsm['none'] = np.zeros((CELLS, 0))


@case()
def obsm_one_dimension(f):
    f['obsm/a'] = np.arange(CELLS).astype('f4')


@case()
def obsm_records(f):
    f['obsm/a'] = np.zeros(CELLS, dtype=[('a', 'f4'), ('b', 'f4')])


@case()
def obsm_text(f):
    f['obsm/a'] = np.full((CELLS, 2), b'x')


@case()
def obsm_wrong_rows(f):
    f['obsm/a'] = np.zeros((CELLS + 1, 2))


@case()
def obsm_wide_sparse(f):
    group = f['obsm'].create_group('a')
    group.attrs['encoding-type'], group.attrs['encoding-version'] = 'csr_matrix', '0.1.0'
    group.attrs['shape'] = [CELLS, 10**9]
    group['data'], group['indices'] = np.zeros(0, 'f4'), np.zeros(0, 'i4')
    group['indptr'] = np.zeros(CELLS + 1, 'i4')


@case()
def obsm_awkward(f):
    group = f['obsm'].create_group('a')
    group.attrs['encoding-type'], group.attrs['encoding-version'] = 'awkward-array', '0.1.0'
    group.attrs['form'], group.attrs['length'] = '{"class": "NumpyArray", "primitive": "int64", "form_key": "node0"}', CELLS
    group['node0-data'] = np.arange(CELLS)


@written
def raw_and_graphs(adata):
    adata.raw = adata.copy()
    adata.obsp['distances'] = sp.csr_matrix((CELLS, CELLS))
    adata.varm['PCs'] = np.zeros((GENES, 2))
    adata.varp['correlation'] = np.zeros((GENES, GENES))


def with_raw():
    adata = base()
    adata.raw = adata.copy()
    return adata


@case(make=with_raw)
def raw_without_x(f):
    del f['raw/X']


# --- uns ----------------------------------------------------------------------------------------------------------------------------
@written
def uns_kinds(adata):
    adata.uns.update(
        int=7, float=0.5, bool=True, text='x', none=None, empty={}, list=[1, 2], texts=['a', 'b'], flags=np.array([True, False]),
        grid=np.arange(6).reshape(2, 3), nested={'a': {'b': {'c': 1}}}, frame=pd.DataFrame({'a': [1, 2]}, index=['x', 'y']),
        category=pd.Categorical(['a', 'b']), sparse=sp.csr_matrix(np.eye(2)), cube=np.zeros((2, 2, 2)), texts2=np.array([['a', 'b']], dtype=object),
        nullable=pd.array([1, None], dtype='Int64'), float32=np.float32(0.1), int8=np.int8(3), big=2**60 + 1,
        no_numbers=np.zeros(0), one=np.array(['x'], dtype=object), infinite=np.inf,
    )  # fmt: skip


@written
def uns_records(adata):
    names = np.array([('g0', 'g1'), ('g2', 'g3')], dtype=[('a', 'O'), ('b', 'O')])
    scores = np.array([(1.0, 2.0), (3.0, 4.0)], dtype=[('a', 'f4'), ('b', 'f4')])
    adata.uns['rank_genes_groups'] = {'params': {'method': 't-test'}, 'names': names, 'scores': scores}


@case()
def uns_date(f):
    f['uns/date'] = np.array(1, 'M8[ns]').astype(h5py.opaque_dtype('M8[ns]'))
    f['uns/dates'] = np.arange(3).astype('M8[D]').astype(h5py.opaque_dtype('M8[D]'))


@case()
def uns_complex(f):
    f['uns/a'] = 1 + 2j
    f['uns/b'] = np.zeros(3, 'c8')


@case()
def uns_float16(f):
    f['uns/a'] = np.float16(0.5)
    f['uns/b'] = np.arange(3).astype('f2')
    f['uns/c'] = np.arange(3).astype(np.longdouble)


@case()
def uns_big_endian(f):
    f['uns/a'] = np.array(258, '>i4')
    f['uns/b'] = np.array([1, 258], '>i8')


@case()
def uns_fixed_text(f):
    f['uns/a'] = np.bytes_(b'abc')
    f['uns/b'] = np.array([b'abc', b'd'])


@case()
def uns_no_encodings(f):
    f['uns/a'] = 'text'
    f['uns/b'] = np.array(['x', 'y'], dtype=object)
    f['uns'].create_group('d')['k'] = 1
    strip_encodings(f['uns'])


@case()
def uns_external_link(f):
    f['uns/a'] = h5py.ExternalLink('/etc/hostname', '/x')


@case()
def uns_cycle(f):
    f['uns'].create_group('a')['again'] = f['uns']


@case()
def uns_cycles(f):
    group = f['uns'].create_group('a')
    for name in 'bcd':
        group[name] = group


@case()
def uns_laughs(f):
    """Each group holds the next one twice: 2^40 paths in a small file."""
    group = f['uns'].create_group('g')
    for level in range(40):
        deeper = group.create_group('a')
        group['b'] = deeper
        group = deeper


@case()
def uns_deep(f):
    group = f['uns']
    for level in range(300):
        group = group.create_group('a')
    group['k'] = 1


@case()
def uns_huge(f):
    f['uns'].create_dataset('a', (10**10,), 'f8', chunks=(1000,))


@case()
def uns_proto(f):
    for name in ('__proto__', 'constructor', 'toString'):
        f['uns'].create_group(name)['polluted'] = 1


@case()
def uns_name_latin1(f):
    h5py.h5g.create(f['uns'].id, b'caf\xe9')


@case()
def uns_empty_name_types(f):
    f['uns/committed'] = np.dtype('f8')


# --- old layouts and other writers --------------------------------------------------------------------------------------------------
@case()
def anndata06(f):
    obs = pd.DataFrame({'n': np.arange(CELLS), 'half': np.arange(CELLS).astype('f4'), 'batch': (np.arange(CELLS) % 2).astype('i1')})
    obs.index = [f'c{i}' for i in range(CELLS)]
    for name in ('obs', 'var', 'obsm', 'uns', 'varm', 'obsp', 'varp', 'layers'):
        del f[name]
    f['obs'] = records(obs, 'index')
    f['var'] = records(pd.DataFrame({'m': np.arange(GENES)}, index=[f'g{i}' for i in range(GENES)]), 'index')
    f['obsm'] = np.array([(list(row),) for row in np.arange(CELLS * 2.0).reshape(CELLS, 2)], dtype=[('X_pca', 'f8', (2,))])
    f.create_group('uns')['batch_categories'] = np.array(['x', 'y'], dtype=object)
    strip_encodings(f)
    for key in list(f.attrs):
        del f.attrs[key]


def legacy_categories(f, refer=True, keep=True):
    group = f['obs']
    codes, names = group['batch/codes'][:], group['batch/categories'][:]
    del group['batch']
    group['batch'] = codes
    stored = group.create_group('__categories')
    if keep:
        stored.create_dataset('batch', data=names, dtype=text).attrs['ordered'] = False
    if refer:
        group['batch'].attrs['categories'] = stored['batch'].ref
    group.attrs['encoding-version'] = '0.1.0'


@case()
def anndata07(f):
    legacy_categories(f)


@case()
def anndata07_no_reference(f):
    legacy_categories(f, refer=False)


@case()
def anndata07_dead_reference(f):
    legacy_categories(f)
    del f['obs/__categories/batch']


@case()
def anndata07_elsewhere(f):
    legacy_categories(f)
    f['obs/__categories'].move('batch', 'other')


@case()
def anndata07_code_out_of_range(f):
    legacy_categories(f)
    f['obs/batch'][0] = 9


@case()
def zellkonverter(f):
    """Writes logicals as enumerations and text of fixed length."""
    attribute_arrays(f)
    column(f, 'keep', np.arange(CELLS) % 2, dtype=h5py.enum_dtype({'FALSE': 0, 'TRUE': 1}, 'i1'))
    column(f, 'sample', np.array([b'sample1'] * CELLS))


cases['zellkonverter'] = (base, cases['zellkonverter'][1], 'zellkonverter_meant', {})


@case()
def zellkonverter_meant(f):
    column(f, 'keep', np.arange(CELLS) % 2 == 1)
    column(f, 'sample', np.array(['sample1'] * CELLS, dtype=object), dtype=text)


@case(make=matrix(sp.csr_matrix))
def anndatar(f):
    """Writes shapes as 32-bit and indices as doubles."""
    f['X'].attrs['shape'] = np.array([CELLS, GENES], 'i4')
    for part in ('indices', 'indptr'):
        replace(f['X'], part, f[f'X/{part}'][:].astype('f8'))


cases['anndatar'] = (matrix(sp.csr_matrix), cases['anndatar'][1], 'x_csr', {})


@case(make=with_raw)
def seuratdisk(f):
    x = sp.csr_matrix(counts())
    for name in ('X', 'raw/X'):
        del f[name]
        group = f.create_group(name)
        group.attrs['shape'] = np.array(x.shape, 'i4')
        for part in ('data', 'indices', 'indptr'):
            group[part] = getattr(x, part).astype('f8') if part == 'data' else getattr(x, part)
    legacy_categories(f, refer=False)
    strip_encodings(f)


cases['seuratdisk'] = (with_raw, cases['seuratdisk'][1], 'seuratdisk_meant', {})


@case(make=lambda: base(sp.csr_matrix(counts())))
def seuratdisk_meant(f):
    legacy_categories(f, refer=False)
    f['raw/kept'] = 1


@case()
def file_attributes_missing(f):
    for key in list(f.attrs):
        del f.attrs[key]


@case()
def file_tenx(f):
    for name in list(f):
        del f[name]
    f.create_group('matrix')['barcodes'] = np.array([b'a'])


@case()
def file_empty(f):
    for name in list(f):
        del f[name]


def special(name, bytes_of, means=None):
    cases[name] = (bytes_of, 'bytes', means, {})


def path_of(name):
    return os.path.join(folder, f'{name}.h5ad')


def still_open():
    path = path_of('still_open_source')
    base().write_h5ad(path)
    with h5py.File(path, 'r+', libver='latest') as f:
        pass
    with h5py.File(path, 'w', libver='latest') as f:
        f.swmr_mode = True
        f.flush()
        return open(path, 'rb').read()


def plain_bytes(adata=None, **options):
    path = path_of('source')
    (adata or base()).write_h5ad(path, **options)
    return open(path, 'rb').read()


special('file_still_open', still_open)
special('file_truncated', lambda: plain_bytes()[:5000])
special('file_cut_by_one_byte', lambda: plain_bytes()[:-1])
special('file_user_block', lambda: b'\0' * 512 + plain_bytes())
special('file_latest_format', lambda: latest())
special('file_mudata', lambda: mudata_bytes())


def latest():
    path = path_of('latest')
    source = path_of('source')
    base().write_h5ad(source)
    with h5py.File(source) as old, h5py.File(path, 'w', libver='latest') as new:
        for key, value in old.attrs.items():
            new.attrs[key] = value
        for name in old:
            old.copy(name, new)
    return open(path, 'rb').read()


def mudata_bytes():
    path = os.path.join(folder, 'source.h5mu')
    mudata.MuData({'rna': base(), 'prot': base()[:, :3].copy()}).write(path)
    return open(path, 'rb').read()


def build(name):
    make, edit, means, options = cases[name]
    path = path_of(name)
    if edit == 'bytes':
        data = make()
        with open(path, 'wb') as out:
            out.write(data)
    else:
        make().write_h5ad(path, **options)
        if edit:
            with h5py.File(path, 'r+') as f:
                edit(f)
    expected = apart(reading, path)
    with open(path, 'rb') as written_file:
        return {'file': base64.b64encode(written_file.read()).decode(), **({'means': means} if means else {}), **expected}


def reading(path):
    try:
        return {'content': content(ad.read_h5ad(path))}
    except BaseException as error:  # also RecursionError and those of C extensions
        return {'error': type(error).__name__}


def apart(work, argument):
    """Runs `work` in a process of its own: some of the files end it, or never let it end."""
    with multiprocessing.get_context('fork').Pool(1) as pool:
        pending = pool.apply_async(work, (argument,))
        try:
            return pending.get(timeout=8)
        except multiprocessing.TimeoutError:
            return {'error': 'none: it never ends, or ends Python'}


corpus = {}
for case_name in cases:
    try:
        corpus[case_name] = build(case_name)
    except Exception as error:
        print(f'{case_name}: not written: {error!r}', file=sys.stderr)
target = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'h5adCorpus.json.gz')
with open(target, 'wb') as raw_out, gzip.GzipFile('', 'wb', 9, raw_out, mtime=0) as out:
    out.write(json.dumps({'anndata': ad.__version__, 'files': corpus}, ensure_ascii=False).encode())
read = sum('content' in entry for entry in corpus.values())
print(f'{len(corpus)} files, {read} read by anndata {ad.__version__}, {os.path.getsize(target)} bytes')
