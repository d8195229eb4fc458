"""MichiGAN's own code, written for TensorFlow 1.14, on TensorFlow 2.15: what is gone from there is put in its place.

`load(sources)` imports the classes from a clone of github.com/welch-lab/MichiGAN (commit 6d8cd8d), unchanged.
"""

import os
import sys
import types
import warnings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["CUDA_VISIBLE_DEVICES"] = ""


def _as_version_1() -> types.ModuleType:
    import tensorflow.compat.v1 as tf
    from tensorflow.python.eager import context
    from tensorflow.python.ops import variable_scope

    tf.disable_eager_execution()
    # Their regulariser never reaches the loss, there as here.
    layers = types.SimpleNamespace(
        xavier_initializer=tf.glorot_uniform_initializer, l2_regularizer=lambda scale: None
    )
    tf.contrib = types.SimpleNamespace(layers=layers)
    context.in_graph_mode = lambda: True
    variable_scope.variable = tf.Variable
    # One thread, and no list of where each operation runs, which the classes ask for.
    tf.ConfigProto = lambda **_: _config(tf)
    return tf


def _config(tf: types.ModuleType):
    from tensorflow.core.protobuf import config_pb2

    return config_pb2.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)


def load(sources: str) -> types.SimpleNamespace:
    """Their three classes and the TensorFlow that they run on. Their plots aren't needed: those packages stay empty."""
    warnings.filterwarnings("ignore")
    tf = _as_version_1()
    sys.modules["tensorflow"] = tf
    for name in ("umap", "plotnine", "matplotlib", "matplotlib.pyplot"):
        sys.modules[name] = types.ModuleType(name)
    sys.modules["matplotlib"].use = lambda backend: None
    sys.path.insert(0, sources)
    from models.cgan import CWGAN_GP
    from models.michigan import MichiGAN
    from models.vae import BetaTCVAE

    return types.SimpleNamespace(tf=tf, BetaTCVAE=BetaTCVAE, CWGAN_GP=CWGAN_GP, MichiGAN=MichiGAN)
