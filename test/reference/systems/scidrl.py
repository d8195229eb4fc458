"""SCIDRL's own code (github.com/guott15/SCIDRL, commit 690a8a9) with known weights: its losses, gradients and corrected values.

Run: python test/reference/systems/scidrl.py CLONE   (needs the packages of bench/python/requirements-scidrl.txt; writes
scidrl.json beside itself). The weights are a formula, so that both sides can make them and none need be stored.
"""

import json
import sys
import types
from pathlib import Path

import keras
import keras.engine
import numpy as np
import tensorflow as tf

# Where Keras 2.3.1, which the code was written for, had them.
keras.engine.Layer = keras.layers.Layer
# The code imports the plotting package without using it.
sys.modules["umap"] = sys.modules["umap.umap_"] = types.ModuleType("umap")
sys.path.insert(0, sys.argv[1])

import keras.backend as K
from scidrl.models import SCIDRL
from sklearn.preprocessing import minmax_scale

CELLS, GENES, LATENT, NOISE = 6, 7, 5, 2


def waves(shape, phase, scale=0.3, shift=0.0):
    """Numbers that look random enough: shift + scale · sin(7 i + phase)."""
    count = int(np.prod(shape))
    return (shift + scale * np.sin(7.0 * np.arange(count) + phase)).reshape(shape)


def fill(layers):
    """Gives every variable of the layers, in their order, its wave; variances and scales stay near 1."""
    for at, variable in enumerate(v for layer in layers for v in layer.weights):
        near_one = any(part in variable.name for part in ("gamma", "variance"))
        values = waves(variable.shape, at, 0.2, 1.0) if near_one else waves(variable.shape, at)
        K.set_value(variable, values)


def layers_of(model):
    """The layers that hold variables, by part: encoder, decoder, discriminator, classifier."""
    by_name = {layer.name: layer for layer in model.layers}
    norms = [layer for layer in model.layers if "batch_normalization" in layer.name]
    producer = {layer.input.name.split("/")[0]: layer for layer in norms}
    outputs = [l for l in model.layers if l.name.startswith("dense") and l.output_shape[-1] == GENES]
    return {
        "encoder": [by_name["encoder3"], producer["encoder3"], by_name["latent_mean"]],
        "decoder": [by_name["decoder_1"], producer["decoder_1"], outputs[0]],
        "discriminator": [
            by_name["ad_hidden2"],
            producer["ad_hidden2"],
            by_name["ad_hidden3"],
            producer["ad_hidden3"],
            by_name["ad_output"],
        ],
        "classifier": [by_name["classifier_final"]],
    }


def numbers(array):
    return np.asarray(array, dtype="float64").round(7).tolist()


def case(batches, factor, gamma):
    K.clear_session()
    tf.compat.v1.set_random_seed(1)
    columns = 1 if batches == 2 else batches
    made = SCIDRL(GENES, columns, LATENT, NOISE, 1e-3, gamma, factor, "sigmoid" if batches == 2 else "softmax")
    made.build()
    model, result = made.my_model, made.my_result
    parts = layers_of(model)
    for layers in parts.values():
        fill(layers)
    # The norm of the correcting branch, which training never reaches, stays as the code makes it.
    x = np.abs(waves((CELLS, GENES), 0.5, 4.0)).round(3)
    codes = np.arange(CELLS) % batches
    batch = (codes == 1)[:, None] if batches == 2 else np.eye(batches)[codes]
    inputs = np.hstack((minmax_scale(x, axis=1), batch, np.zeros((CELLS, LATENT))))

    variables = {name: [v for layer in layers for v in layer.trainable_weights] for name, layers in parts.items()}
    gradients = [g for vs in variables.values() for g in K.gradients(model.total_loss, vs)]
    dropped = model.get_layer("dropout").output
    means = [K.mean(output) for output in model.outputs]
    session = K.get_session()
    fetched = session.run(
        [dropped, means, model.total_loss, gradients],
        {model.inputs[0]: inputs, K.learning_phase(): 1},
    )
    kept, losses, total, gradients = fetched
    found = iter(gradients)
    embedding = result.predict(inputs, verbose=0)[0]
    biology = np.hstack((np.zeros((CELLS, NOISE)), embedding[:, NOISE:]))
    published = result.predict(np.hstack((inputs[:, : GENES + columns], biology)), verbose=0)[1]
    z = model.get_layer("latent_mean").output
    outputs = parts["decoder"][-1].get_output_at(0)
    corrected = session.run(outputs, {z: biology, model.inputs[0]: inputs, K.learning_phase(): 0})
    return {
        "batches": batches,
        "factor": factor,
        "gamma": gamma,
        "x": x.tolist(),
        "scaled": numbers(minmax_scale(x, axis=1)),
        "codes": codes.tolist(),
        "kept": (kept != 0).astype(int).tolist(),
        "losses": dict(zip(("reconstruction", "classifier", "discriminator"), map(float, losses))),
        "total": float(total),
        # By variable: its Euclidean norm and its sum weighted by a wave, which together no wrong gradient keeps.
        "gradients": {
            name: [[float(np.linalg.norm(g)), float(np.sum(g * waves(g.shape, 1, 1.0)))] for g in (next(found) for _ in vs)]
            for name, vs in variables.items()
        },
        "embedding": numbers(embedding),
        "corrected": numbers(corrected),
        "publishedCorrected": numbers(published),
    }


cases = [case(2, 1, 1), case(3, 3, 0.5)]
Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")
