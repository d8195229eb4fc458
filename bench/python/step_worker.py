"""Training steps in PyTorch, on request: a line of JSON in, a line of JSON out. Arguments: threads, eager | fused."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from step_models import MODELS, gradients, read_values

NOISE = 0.1
THREADS, KIND = int(sys.argv[1]), sys.argv[2]
torch.set_num_threads(THREADS)


class Opened:
    def __init__(self, folder, model, genes, size, weights):
        read = lambda name, kind: np.fromfile(Path(folder) / name, dtype=kind)
        self.model = MODELS[model](genes)
        read_values(self.model, read("variables.f32", np.float32))
        self.model.train()
        self.x = torch.from_numpy(read("x.f32", np.float32).reshape(-1, genes))
        self.codes = torch.from_numpy(read("batch.i32", np.int32)).long()
        self.rows = torch.from_numpy(read("rows.i32", np.int32).reshape(-1, size)).long()
        self.draws = read("draws.f32", np.float32)
        self.weights = weights
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3, fused=KIND == "fused" or None)
        self.done = 0

    def backward(self, normal):
        rows = self.rows[self.done % len(self.rows)]
        x = self.x[rows]
        self.optimizer.zero_grad()
        losses = self.model.losses(x, x + NOISE * normal(x), self.codes[rows], normal)
        total = sum(weight * loss for weight, loss in zip(self.weights, losses))
        total.backward()
        self.done += 1
        return total

    def step(self):
        total = self.backward(torch.randn_like)
        self.optimizer.step()
        return total.item()

    def given(self, like):
        """The next of the numbers that the library drew."""
        taken, self.draws = self.draws[: like.numel()], self.draws[like.numel() :]
        return torch.from_numpy(taken).reshape(like.shape)


def steps(opened, count):
    milliseconds = []
    total = float("nan")
    for _ in range(count):
        started = time.perf_counter()
        total = opened.step()
        milliseconds.append((time.perf_counter() - started) * 1e3)
    return {"milliseconds": milliseconds, "total": total}


opened = None
for line in sys.stdin:
    request = json.loads(line)
    what = request.pop("do")
    answer = {}
    if what == "start":
        answer = {"installed": True, "version": torch.__version__}
    elif what == "open":
        opened = Opened(**request)
    elif what == "gradients":
        answer = {"total": opened.backward(opened.given).item()}
        gradients(opened.model).detach().numpy().tofile(request["to"])
    elif what == "steps":
        answer = steps(opened, request["count"])
    print(json.dumps(answer), flush=True)
