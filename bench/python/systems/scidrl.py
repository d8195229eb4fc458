"""SCIDRL's own training (github.com/guott15/SCIDRL, commit 690a8a9), with the settings of its notebook.

Run: python scidrl.py CLONE cells.csv meta.csv SEED EPOCHS STEM; it writes STEM.embedding.f32 (z_noise first) and
STEM.corrected.f32.
"""

import contextlib
import io
import os
import random
import sys
import types

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import keras.engine
import numpy as np
import pandas as pd
import tensorflow as tf

# Where Keras 2.3.1, which the code was written for, had it; and a plotting package that it imports without use.
keras.engine.Layer = keras.layers.Layer
sys.modules["umap"] = sys.modules["umap.umap_"] = types.ModuleType("umap")


def main(clone: str, cells: str, meta: str, seed: str, epochs: str, stem: str) -> None:
    sys.path.insert(0, clone)
    from scidrl.main import SCIDRL_train

    random.seed(int(seed))
    np.random.seed(int(seed))
    tf.compat.v1.set_random_seed(int(seed))
    one_thread = tf.compat.v1.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    tf.compat.v1.keras.backend.set_session(tf.compat.v1.Session(config=one_thread))
    batches = pd.read_csv(meta, index_col=0)["batch"].nunique()
    params = types.SimpleNamespace(
        zdim=16,
        znoise_dim=2,
        epochs=int(epochs),
        batch_size=100,
        lr=1e-3,
        gamma=1,
        # As its notebook says: 1 for two data sets, else their number.
        fg_lambda=1 if batches == 2 else batches,
        acts="sigmoid" if batches == 2 else "softmax",
        minmaxscale=True,
    )
    with contextlib.redirect_stdout(io.StringIO()):
        trained = SCIDRL_train(params, cells, meta)
        trained.train()
        embedding, corrected = trained.infer()
    embedding.astype("float32").tofile(f"{stem}.embedding.f32")
    corrected.astype("float32").tofile(f"{stem}.corrected.f32")


if __name__ == "__main__":
    main(*sys.argv[1:])
