"""Reads the h5ad files whose paths come in, one per line, and prints what anndata reads from each as a line of JSON."""
import json
import os
import resource
import signal
import sys
import warnings

os.environ['HDF5_USE_FILE_LOCKING'] = 'FALSE'
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../reference'))
import anndata as ad  # noqa: E402
from h5adContent import content  # noqa: E402

warnings.filterwarnings('ignore')
ad.settings.allow_write_nullable_strings = True
# A changed file may ask for any time and memory: then there is no reference.
resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))
signal.signal(signal.SIGALRM, signal.SIG_DFL)

for line in sys.stdin:
    signal.alarm(30)
    try:
        answer = json.dumps({'content': content(ad.read_h5ad(line.strip()))})
    except BaseException as error:  # also RecursionError and those of C extensions
        answer = json.dumps({'error': type(error).__name__})
    signal.alarm(0)
    print(answer, flush=True)
