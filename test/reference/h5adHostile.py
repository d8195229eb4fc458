"""Writes small h5ad files that are hostile or damaged on purpose: every fault in every place where it can be.

Needs anndata 0.12, h5py. Run: python test/reference/h5adHostile.py FOLDER [--all] [--only REGEX]
With --all: every fault at every dataset, group and attribute, about two thousand files. Without: each fault at a few places;
the small ones are packed into test/reference/h5adHostile.json.gz, as differences from the first. A file is named fault--place.h5ad.
"""
import base64, gzip, json, os, random, re, sys, warnings, zlib

os.environ['HDF5_USE_FILE_LOCKING'] = 'FALSE'
import anndata as ad
import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp

warnings.filterwarnings('ignore')
ad.settings.allow_write_nullable_strings = True
CELLS, GENES = 6, 4
folder = sys.argv[1]
everything = '--all' in sys.argv
only = sys.argv[sys.argv.index('--only') + 1] if '--only' in sys.argv else ''
os.makedirs(folder, exist_ok=True)
text = h5py.string_dtype()


def base(path, **options):
    counts = np.random.default_rng(1).poisson(1, (CELLS, GENES)).astype('f4')
    obs = pd.DataFrame(
        {
            'batch': pd.Categorical(list('abcabc')),
            'n': np.arange(CELLS),
            'score': np.linspace(0, 1, CELLS),
            'flag': np.arange(CELLS) > 2,
            'maybe': pd.array([1, None] * 3, dtype='Int64'),
        },
        index=[f'c{i}' for i in range(CELLS)],
    )
    var = pd.DataFrame({'mean': np.linspace(0, 2, GENES)}, index=[f'g{i}' for i in range(GENES)])
    adata = ad.AnnData(sp.csr_matrix(counts), obs, var)
    adata.raw = adata
    adata.layers['dense'] = counts
    adata.layers['csc'] = sp.csc_matrix(counts)
    adata.obsm['X_pca'] = np.linspace(-1, 1, CELLS * 2).reshape(CELLS, 2)
    adata.obsp['near'] = sp.csr_matrix(np.eye(CELLS))
    adata.varm['PCs'] = np.ones((GENES, 2))
    adata.varp['near'] = sp.csr_matrix(np.eye(GENES))
    adata.uns = {
        'title': 'hostile', 'one': 1.5, 'list': np.arange(3), 'words': np.array(['a', 'b'], object),
        'matrix': np.eye(2), 'inner': {'deep': {'value': 1}}, 'cats': pd.Categorical(list('xyx')),
    }
    adata.obs['label'] = ['l1', 'l2'] * 3
    adata.strings_to_categoricals = lambda *_: None
    adata.write_h5ad(path, **options)


template = os.path.join(folder, 'base.h5ad')
base(template)
kinds = {}
with h5py.File(template) as f:
    f.visititems(lambda name, element: kinds.__setitem__(name, element))
    datasets = [name for name, element in kinds.items() if isinstance(element, h5py.Dataset)]
    groups = [''] + [name for name, element in kinds.items() if isinstance(element, h5py.Group)]
    attributes = [(name, key) for name in [*groups, *datasets] for key in (f[name] if name else f).attrs]

made = 0


def file_of(fault, place):
    name = f'{fault}--{place.replace("/", ".") or "root"}.h5ad'
    return os.path.join(folder, name)


def edit(fault, place, change, bytes_change=None, source=template):
    """Copies the template, changes it by h5py, then its bytes."""
    global made
    if not re.search(only, fault):
        return
    path = file_of(fault, place)
    data = open(source, 'rb').read()
    with open(path, 'wb') as out:
        out.write(data)
    try:
        if change:
            with h5py.File(path, 'r+') as f:
                change(f)
    except Exception as error:
        os.remove(path)
        if '-v' in sys.argv:
            print('not made', fault, place, repr(error)[:100])
        return
    if bytes_change:
        data = bytes_change(open(path, 'rb').read())
        with open(path, 'wb') as out:
            out.write(data)
    made += 1


def put(f, place, **how):
    attrs = dict(f[place].attrs)
    del f[place]
    dataset = f.create_dataset(place, **how)
    for key, value in attrs.items():
        dataset.attrs[key] = value
    return dataset


def shape_like(dataset, rows):
    return (rows, *dataset.shape[1:])


def first_changed(kind, add):
    def change(f, place):
        values = f[place][()].astype(kind)
        values.reshape(-1)[0] = add(values.reshape(-1)[0])
        put(f, place, data=values)

    return change


def zeros(count):
    """Zeros, compressed a thousand times."""
    return zlib.compress(bytes(count), 9)


packed_zeros = zeros(2**25)


def bomb(f, place):
    """200 MB of zeros in 200 kB."""
    put(f, place, shape=(CELLS, 2**23), dtype='f4', chunks=(1, 2**23), compression='gzip')
    for row in range(CELLS):
        f[place].id.write_direct_chunk((row, 0), packed_zeros)


def bomb_rows(f, place):
    """Likewise, in one dimension."""
    put(f, place, shape=(2**26,), dtype=f[place].dtype if f[place].dtype.kind in 'iufb' else 'f4', chunks=(2**23,), compression='gzip')
    packed = zeros(2**23 * f[place].dtype.itemsize)
    for start in range(0, 2**26, 2**23):
        f[place].id.write_direct_chunk((start,), packed)


def bomb_fixed(f, place):
    """Long text of fixed length, nearly all of it padding."""
    put(f, place, shape=(CELLS,), dtype='S20000000', chunks=(CELLS,), compression='gzip')
    f[place].id.write_direct_chunk((0,), zeros(CELLS * 20_000_000))


def vlen_bomb(f, place):
    """200,000 entries that name the same long text: 20 GB in one piece of memory."""
    put(f, place, data=np.array(['y' * 100_000], object), dtype=text)
    with open(f.filename, 'rb') as file:
        f.flush()
        file.seek(f[place].id.get_offset())
        reference = file.read(16)
    count = 200_000
    put(f, place, shape=(count,), dtype=text, chunks=(count,), compression='gzip')
    f[place].id.write_direct_chunk((0,), zlib.compress(reference * count, 9))


def virtual(f, place):
    old = f[place]
    layout = h5py.VirtualLayout(old.shape, old.dtype)
    layout[...] = h5py.VirtualSource('/etc/hostname', 'x', old.shape)
    del f[place]
    f.create_virtual_dataset(place, layout)


def linked(make):
    def change(f, place):
        del f[place]
        f[place] = make(place)

    return change


def hard(f, place):
    parent = place.rpartition('/')[0]
    del f[place]
    f[place] = f[parent] if parent else f['/']


def named_type(f, place):
    del f[place]
    f[place] = np.dtype('f4')


def raw_type(kind):
    def change(f, place):
        shape = f[place].shape
        attrs = dict(f[place].attrs)
        del f[place]
        space = h5py.h5s.create_simple(shape) if shape else h5py.h5s.create(h5py.h5s.SCALAR)
        h5py.h5d.create(f.id, place.encode(), kind, space)
        for key, value in attrs.items():
            f[place].attrs[key] = value

    return change


def array_type():
    return h5py.h5t.array_create(h5py.h5t.NATIVE_FLOAT, (3,))


def odd_int(bits):
    kind = h5py.h5t.NATIVE_INT32.copy()
    kind.set_precision(bits)
    return kind


def wide_int():
    kind = h5py.h5t.NATIVE_INT64.copy()
    kind.set_size(16)
    kind.set_precision(128)
    return kind


def odd_float():
    kind = h5py.h5t.NATIVE_DOUBLE.copy()
    kind.set_fields(40, 20, 20, 0, 20)
    kind.set_size(6)
    return kind


DATASET = {
    'rows1e9': lambda f, p: put(f, p, shape=shape_like(f[p], 10**9) if f[p].shape else (10**9,), dtype=f[p].dtype, chunks=(1000, *f[p].shape[1:])),
    'rows1e18': lambda f, p: put(f, p, shape=(10**18,), dtype=f[p].dtype, chunks=(1000,)),
    'huge2d': lambda f, p: put(f, p, shape=(CELLS, 10**9), dtype=f[p].dtype, chunks=(1, 1000)),
    'overflow3d': lambda f, p: put(f, p, shape=(2**22, 2**22, 2**21), dtype=f[p].dtype, chunks=(1, 1, 1000)),
    'bomb': bomb,
    'bombrows': bomb_rows,
    'bombfixed': bomb_fixed,
    'vlenbomb': vlen_bomb,
    'longer': lambda f, p: put(f, p, data=np.concatenate([f[p][:], f[p][:1]])),
    'shorter': lambda f, p: put(f, p, data=f[p][:-1]),
    'none': lambda f, p: put(f, p, data=f[p][:0]),
    'null': lambda f, p: put(f, p, data=h5py.Empty('f4')),
    'scalar': lambda f, p: put(f, p, data=f[p][()].reshape(-1)[0]),
    'twodims': lambda f, p: put(f, p, data=f[p][()].reshape(1, -1)),
    'column': lambda f, p: put(f, p, data=f[p][()].reshape(-1, 1)),
    'fivedims': lambda f, p: put(f, p, data=f[p][()].reshape(1, 1, 1, 1, -1)),
    'onedim': lambda f, p: put(f, p, data=f[p][()].reshape(-1)),
    'text': lambda f, p: put(f, p, data=np.full(f[p].shape, 'x', object), dtype=text),
    'bytes': lambda f, p: put(f, p, data=np.full(f[p].shape, b'x')),
    'numbers': lambda f, p: put(f, p, data=np.zeros(f[p].shape)),
    'latin1': lambda f, p: put(f, p, data=np.full(f[p].shape, b'caf\xe9', object), dtype=text),
    'latin1fixed': lambda f, p: put(f, p, data=np.full(f[p].shape, 'café'.encode('latin1'))),
    'complex': lambda f, p: put(f, p, data=np.ones(f[p].shape, 'c8')),
    'records': lambda f, p: put(f, p, data=np.zeros(f[p].shape, [('a', 'f4'), ('b', 'i4')])),
    'booleans': lambda f, p: put(f, p, data=np.ones(f[p].shape, bool)),
    'enum': lambda f, p: put(f, p, data=np.ones(f[p].shape, 'i4'), dtype=h5py.enum_dtype({'low': 0, 'high': 1}, 'i4')),
    'opaque': lambda f, p: put(f, p, data=np.full(f[p].shape, b'ab', 'V2')),
    'references': lambda f, p: put(f, p, data=np.full(f[p].shape, f['obs'].ref, object), dtype=h5py.ref_dtype),
    'regions': lambda f, p: put(f, p, data=np.full(f[p].shape, f['obs/n'].regionref[:2], object), dtype=h5py.regionref_dtype),
    'ragged': lambda f, p: put(f, p, shape=f[p].shape, dtype=h5py.vlen_dtype('i4')),
    'arraytype': raw_type(array_type()),
    'bitfield': raw_type(h5py.h5t.NATIVE_B8),
    'time': raw_type(h5py.h5t.UNIX_D32LE),
    'int128': raw_type(wide_int()),
    'int5bits': raw_type(odd_int(5)),
    'float48': raw_type(odd_float()),
    'fraction': first_changed('f8', lambda v: v + 0.5),
    'nan': first_changed('f8', lambda v: np.nan),
    'infinite': first_changed('f8', lambda v: np.inf),
    'wraps32': first_changed('i8', lambda v: v + 2**32),
    'wraps64': first_changed('u8', lambda v: 2**64 - 1),
    'beyonddoubles': first_changed('i8', lambda v: 2**53 + 1),
    'negative': first_changed('i8', lambda v: -7),
    'large': first_changed('i8', lambda v: 10**9),
    'reversed': lambda f, p: put(f, p, data=f[p][::-1]),
    'external': lambda f, p: put(f, p, shape=f[p].shape, dtype='u1', external=[('/etc/hostname', 0, 2**40)]),
    'virtual': virtual,
    'softdangling': linked(lambda p: h5py.SoftLink('/nowhere')),
    'softself': linked(lambda p: h5py.SoftLink('/' + p)),
    'softroot': linked(lambda p: h5py.SoftLink('/')),
    'softup': linked(lambda p: h5py.SoftLink('/obs')),
    'externallink': linked(lambda p: h5py.ExternalLink('/etc/hostname', '/x')),
    'externalself': linked(lambda p: h5py.ExternalLink('base.h5ad', '/obs/n')),
    'hardup': hard,
    'namedtype': named_type,
    'unknownfilter': lambda f, p: put(f, p, data=np.zeros(f[p].shape), chunks=True, compression=32026, allow_unknown_filter=True),
    'missing': lambda f, p: f.__delitem__(p),
}


def deep(levels, name):
    def change(f, place):
        at = f[place or '/']
        for _ in range(levels):
            at = at.create_group(name)
        at.create_dataset('value', data=1.0)

    return change


def wide(count):
    def change(f, place):
        at = f[place or '/']
        for i in range(count):
            at.create_dataset(f'k{i}', data=1.0)

    return change


def loop(f, place):
    at = f[place or '/']
    at['loop'] = at


def loop_root(f, place):
    f[place or '/']['loop'] = f['/']


def doubling(f, place):
    """2^40 paths in forty groups."""
    at = f[place or '/']
    groups = [at.create_group('d0')]
    for i in range(1, 40):
        groups.append(groups[-1].create_group('a'))
        groups[-2]['b'] = groups[-1]


def as_dataset(value, **how):
    def change(f, place):
        attrs = dict(f[place].attrs)
        del f[place]
        f.create_dataset(place, data=value, **how)
        for key, kept in attrs.items():
            f[place].attrs[key] = kept

    return change


def attr_everywhere(name, value, **how):
    return lambda f, p: f[p or '/'].attrs.create(name, value, **how)


def no_attrs(f, place):
    for key in list(f[place or '/'].attrs):
        del f[place or '/'].attrs[key]


def odd_names(f, place):
    at = f[place or '/']
    for name in (b'caf\xe9', b'__proto__', b'constructor', b'a\nb', b' ', '日本'.encode()):
        h5py.h5d.create(at.id, name, h5py.h5t.NATIVE_FLOAT, h5py.h5s.create_simple((CELLS,)))


GROUP = {
    'deep70': deep(70, 'g'),
    'deep800': deep(800, 'g'),
    'deep3000': deep(3000, 'g'),
    'deeplong': deep(300, 'g' * 300),
    'wide3000': wide(3000),
    'wide100000': wide(100_000),
    'loop': loop,
    'looproot': loop_root,
    'doubling': doubling,
    'number': as_dataset(1.0),
    'string': as_dataset('x'),
    'vector': as_dataset(np.zeros(CELLS)),
    'emptied': lambda f, p: [f[p or '/'].__delitem__(key) for key in list(f[p or '/'])],
    'noattrs': no_attrs,
    'oddnames': odd_names,
    'manyattrs': lambda f, p: [f[p or '/'].attrs.create(f'a{i}', i) for i in range(5000)],
    'bigattr': attr_everywhere('big', np.zeros(8000, 'u1')),
    'softdangling': linked(lambda p: h5py.SoftLink('/nowhere')),
    'softself': linked(lambda p: h5py.SoftLink('/' + p)),
    'softroot': linked(lambda p: h5py.SoftLink('/')),
    'externallink': linked(lambda p: h5py.ExternalLink('/etc/hostname', '/x')),
    'namedtype': named_type,
    'missing': lambda f, p: f.__delitem__(p),
}


def attr(value, **how):
    def change(f, place, key):
        at = f[place or '/']
        del at.attrs[key]
        at.attrs.create(key, value, **how)

    return change


def dense_attr(f, place, key):
    """An attribute of a million entries, in the dense storage of newer files."""
    at = f[place or '/']
    del at.attrs[key]
    at.attrs.create(key, np.zeros(1_000_000))


ATTRIBUTE = {
    'number': attr(7),
    'empty': attr(''),
    'nullspace': attr(h5py.Empty('f4')),
    'huge': attr(10**18),
    'negative': attr(np.array([-1, -1])),
    'shape1e9': attr(np.array([10**9, 10**9])),
    'shape1e9rows': attr(np.array([10**9, GENES])),
    'shape3': attr(np.array([1, 2, 3])),
    'shapefraction': attr(np.array([5.5, 4.0])),
    'shapenan': attr(np.array([np.nan, np.nan])),
    'shapewraps': attr(np.array([CELLS + 2**32, GENES])),
    'shapeu64': attr(np.array([2**64 - 1, GENES], 'u8')),
    'texts': attr(np.array(['a', 'b', 'c'], object), dtype=text),
    'matrix': attr(np.zeros((2, 2))),
    'records': attr(np.zeros(2, [('a', 'f4')])),
    'complex': attr(1j),
    'reference': lambda f, p, k: (f[p or '/'].attrs.__delitem__(k), f[p or '/'].attrs.create(k, f['obs'].ref, dtype=h5py.ref_dtype)),
    'ragged': attr(np.array([np.arange(3), np.arange(2)], object), dtype=h5py.vlen_dtype('i4')),
    'opaque': attr(np.array([b'ab'], 'V2')),
    'boolean': attr(True),
    'latin1': attr(np.array(b'caf\xe9', object), dtype=text),
    'unknown': attr('klingon'),
    'slash': attr('a/b'),
    'dots': attr('../obs'),
    'proto': attr('__proto__'),
    'float16': attr(np.float16(1)),
    'longdouble': attr(np.longdouble(1)),
    'missing': lambda f, p, k: f[p or '/'].attrs.__delitem__(k),
    'dense': dense_attr,
}

few_datasets = ['X/data', 'X/indices', 'X/indptr', 'obs/n', 'obs/_index', 'obs/batch/codes', 'obs/batch/categories', 'obs/maybe/mask',
                'layers/dense', 'obsm/X_pca', 'uns/list', 'uns/title']
few_groups = ['', 'X', 'obs', 'obs/batch', 'obsm', 'uns', 'uns/inner', 'layers']
few_attributes = [('X', 'shape'), ('X', 'encoding-type'), ('obs', '_index'), ('obs', 'column-order'), ('obs/batch', 'encoding-type'), ('uns/title', 'encoding-type')]
chosen = random.Random(1)


def some(places, count):
    return places if everything else chosen.sample(places, count)


for fault, change in DATASET.items():
    for place in datasets if everything else chosen.sample(few_datasets, 2):
        edit(fault, place, lambda f: change(f, place))
for fault, change in GROUP.items():
    places = ['uns', 'obsm', 'obs'] if fault in ('deep3000', 'wide100000') else groups
    if fault == 'wide100000' and not only:
        continue  # it takes minutes
    for place in places if everything or len(places) < 4 else chosen.sample(few_groups, 1):
        edit(fault, place, lambda f: change(f, place))
for fault, change in ATTRIBUTE.items():
    for place, key in attributes if everything else chosen.sample(few_attributes, 1):
        edit('attr_' + fault, f'{place}@{key}', lambda f: change(f, place, key))

# --- the file as a whole ------------------------------------------------------------------------------------------------------------
size = os.path.getsize(template)
for part in range(1, 40 if everything else 6):
    length = size * part // (40 if everything else 6)
    edit('truncated', str(length), None, lambda data: data[:length])
for offset in (512, 1024, 4096, 8192):
    edit('userblock', str(offset), None, lambda data: bytes(offset) + data)
edit('appended', 'garbage', None, lambda data: data + b'\xff' * 10_000)
edit('flags', 'open', None, lambda data: data[:20] + b'\x05' + data[21:])


def rewritten(**options):
    with h5py.File(os.path.join(folder, 'temporary.h5'), 'w', **options) as out, h5py.File(template) as f:
        for key in f:
            f.copy(key, out)
        for key, value in f.attrs.items():
            out.attrs[key] = value
    return os.path.join(folder, 'temporary.h5')


for name, options in {'latest': {'libver': 'latest'}, 'v110': {'libver': ('v110', 'v110')}, 'v108': {'libver': ('v108', 'v108')},
                      'ordered': {'track_order': True}, 'paged': {'fs_strategy': 'page'}, 'userblock': {'userblock_size': 1024}}.items():
    edit('rewritten', name, None, source=rewritten(**options))
    for fault in ('deep800', 'wide3000', 'manyattrs', 'loop'):
        if everything:
            edit(f'{name}_{fault}', 'uns', lambda f: GROUP[fault](f, 'uns'), source=rewritten(**options))
    if everything or name == 'latest':
        edit(f'{name}_dense', 'uns', lambda f: dense_attr(f, 'uns', 'encoding-type'), source=rewritten(**options))
os.remove(os.path.join(folder, 'temporary.h5'))

# --- modalities ---------------------------------------------------------------------------------------------------------------------


def modalities(f, rest=None):
    mod = f.create_group('mod')
    rna = mod.create_group('rna')
    for key in [key for key in f if key != 'mod']:
        f.move(key, f'mod/rna/{key}')
    if rest:
        rest(f)


edit('mod', 'loop', lambda f: modalities(f, lambda f: f['mod'].__setitem__('loop', f['mod'])))
edit('mod', 'looprna', lambda f: modalities(f, lambda f: f['mod/rna/uns'].__setitem__('loop', f['/'])))
edit('mod', 'number', lambda f: f.create_dataset('mod', data=1))
edit('mod', 'wide', lambda f: modalities(f, lambda f: wide(3000)(f, 'mod')))

print(made, 'files')
if not everything and not only:
    original = open(template, 'rb').read()

    def patches(data):
        """What differs from the template, in blocks."""
        block = 32
        return [
            [at, base64.b64encode(data[at : at + block]).decode()]
            for at in range(0, len(data), block)
            if data[at : at + block] != original[at : at + block]
        ]

    files = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith('.h5ad') and name != 'base.h5ad':
            data = open(os.path.join(folder, name), 'rb').read()
            if len(data) < 4 * len(original):
                files[name[:-5]] = {'length': len(data), 'patches': patches(data)}
    packed = {'base': base64.b64encode(original).decode(), 'files': files}
    packed = gzip.compress(json.dumps(packed).encode(), 9, mtime=0)
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, 'h5adHostile.json.gz'), 'wb') as out:
        out.write(packed)
    print(len(files), 'files in', len(packed), 'bytes')
