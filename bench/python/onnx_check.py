"""Checks exported files: valid ONNX, and the same numbers in Python's onnxruntime. Run by `npm run test:onnx`.

    python onnx_check.py FOLDER

FOLDER holds cases.json, and for each case its .onnx file and its inputs and outputs as float32 files.
"""
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

folder = Path(sys.argv[1])


def read(array):
    return np.fromfile(folder / array["file"], np.float32).reshape(array["shape"])


for case in json.loads((folder / "cases.json").read_text()):
    path = folder / case["model"]
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    assert json.loads(metadata["genes"]) == case["genes"], metadata
    assert json.loads(metadata["batches"]) == case["batches"], metadata
    assert json.loads(metadata["preprocessing"]) == case["preprocessing"], metadata
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = list(case["outputs"])
    outputs = session.run(names, {name: read(array) for name, array in case["inputs"].items()})
    for name, output in zip(names, outputs):
        wanted = read(case["outputs"][name])
        distance = np.linalg.norm(output - wanted) / np.linalg.norm(wanted)
        assert output.shape == wanted.shape and distance < 1e-5, (case["model"], name, distance)
        print(f"{case['model']}: {name} {list(output.shape)}, relative distance {distance:.1e}")
