"""What anndata reads from an h5ad file, as JSON, for h5adCorpus.py and the long check (test/long/fuzz/readWithAnndata.py)."""
import numpy as np
import pandas as pd
import scipy.sparse as sp


def plain(value):
    """One entry as JSON."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        # Beyond 2^53, a double holds some whole numbers, and reads them as they are.
        return int(value) if int(float(value)) == int(value) else {'other': str(value)}
    if isinstance(value, (float, np.floating)):
        value = float(value)
        return None if np.isnan(value) else value if np.isfinite(value) else {'infinite': 1 if value > 0 else -1}
    return str(value) if isinstance(value, str) else {'other': type(value).__name__}


def dense(value):
    if sp.issparse(value):
        value = value.toarray()
    if isinstance(value, np.ndarray) and value.ndim in (1, 2) and value.dtype.kind in 'fiub':
        return [[plain(entry) for entry in np.atleast_1d(row)] for row in value]
    return {'other': type(value).__name__}


def entries(series):
    return [plain(value) for value in series]


def uns_value(value):
    if isinstance(value, dict):
        return {'dict': {key: uns_value(entry) for key, entry in value.items()}}
    if isinstance(value, np.ndarray) and value.dtype.names is None and value.ndim in (1, 2) and value.dtype.kind in 'fiubSOUT':
        if value.ndim == 1:
            return {'array': entries(value)}
        return {'matrix': dense(value)} if value.dtype.kind in 'fiub' else {'other': 'ndarray'}
    if isinstance(value, np.ndarray) and value.ndim == 0 and value.dtype.kind != 'V':
        value = value[()]
    return {'value': plain(value)}


def content(adata):
    parts = [f'{part}/{key}' for part in ('obsp', 'varm', 'varp') for key in getattr(adata, part)]
    return {
        'x': None if adata.X is None else dense(adata.X),
        'obsNames': list(adata.obs_names),
        'varNames': list(adata.var_names),
        'obs': {name: entries(adata.obs[name]) for name in adata.obs},
        'var': {name: entries(adata.var[name]) for name in adata.var},
        'obsm': {name: dense(value) for name, value in adata.obsm.items()},
        # anndata 0.13 lists X among the layers, under the name None.
        'layers': {name: dense(value) for name, value in adata.layers.items() if name is not None},
        'uns': uns_value(dict(adata.uns))['dict'],
        'others': parts + (['raw'] if adata.raw is not None else []),
    }
