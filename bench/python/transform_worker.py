"""Inference of the default encoder in PyTorch, on request: a line of JSON in, a line of JSON out. Argument: threads."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from scipy.sparse import csr_matrix
from step_models import mlp, read_values

torch.set_num_threads(int(sys.argv[1]))
CHUNK = 1024


def opened(folder, cells, genes):
    read = lambda name, kind: np.fromfile(Path(folder) / name, dtype=kind)
    encoder = mlp(genes, [128], 36, norm=True).eval()
    read_values(encoder, read("encoder.f32", np.float32))
    stored = read("data.f32", np.float32), read("indices.i32", np.int32), read("indptr.i32", np.int32)
    return encoder, csr_matrix(stored, (cells, genes))


@torch.inference_mode()
def transform(encoder, x):
    chunks = range(0, x.shape[0], CHUNK)
    return torch.cat([encoder(torch.from_numpy(x[at : at + CHUNK].toarray()))[:, :18] for at in chunks])


for line in sys.stdin:
    request = json.loads(line)
    if request.pop("do") == "open":
        encoder, x = opened(**request)
        answer = {"installed": True}
    else:
        started = time.perf_counter()
        latent = transform(encoder, x)
        answer = {"seconds": time.perf_counter() - started, "sum": latent.abs().sum().item()}
    print(json.dumps(answer), flush=True)
