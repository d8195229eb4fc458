"""Losses and gradients of MichiGAN's own classes, with the weights and random numbers that led to them: michigan.json.

Needs bench/python/requirements-michigan.txt and a clone of github.com/welch-lab/MichiGAN (commit 6d8cd8d).
Run: python test/reference/systems/michigan.py path-of-clone
"""

import json
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "bench/python/systems"))
from michigan_original import load  # noqa: E402

CELLS, BATCH, GENES, CODES, NOISE, STEPS = 500, 12, 7, 3, 4, 20
GENERATOR, CRITIC, ENCODER = (6, 8, 5), (8, 6, CODES), (8, 6)


def listed(values) -> list:
    return np.round(np.asarray(values, dtype="float64"), 9).tolist()


def draw_weights(tf, session, rng) -> dict:
    """New values for every layer's variables, running statistics too: {scope: [values in order of creation]}."""
    found: dict = {}
    for variable in tf.global_variables():
        scope, _, name = variable.op.name.partition("/")
        if not name or "Adam" in name or "power" in name:
            continue
        shape = variable.shape.as_list()
        positive = "gamma" in name or "variance" in name
        value = rng.uniform(0.5, 1.5, shape) if positive else rng.normal(0, 0.5, shape)
        variable.load(value.astype("float32"), session)
        found.setdefault(scope, []).append({"name": name, "shape": shape, "values": listed(value.ravel())})
    return found


def gradients(tf, loss, scope) -> dict:
    variables = [v for v in tf.trainable_variables() if v.op.name.startswith(scope)]
    return dict(zip([v.op.name.partition("/")[2] for v in variables], tf.gradients(loss, variables)))


def evaluated(model, wanted: dict, feed: dict) -> dict:
    return {
        name: {key: listed(one) for key, one in value.items()} if isinstance(value, dict) else listed(value)
        for name, value in model.sess.run(wanted, feed).items()
    }


def autoencoder(original):
    """Without dropout: its masks can't be read out."""
    return original.BetaTCVAE(
        CELLS, GENES, CODES, beta=7.0, alpha=1.3, dropout_rate=0.0, device="/cpu:0",
        inflate_size_1=ENCODER[1], inflate_size_2=ENCODER[0], disc_size_2=ENCODER[0], disc_size_3=ENCODER[1],
    )  # fmt: skip


def steps_case(original, rng, x) -> dict:
    """Some steps of stage A's training, each with noise of its own: the total before each."""
    vae = autoencoder(original)
    weights = draw_weights(original.tf, vae.sess, rng)
    noise = original.tf.get_default_graph().get_tensor_by_name("random_normal:0")
    drawn = rng.normal(size=(STEPS, BATCH, CODES)).astype("float32")
    totals = [
        vae.sess.run([vae.solver, vae.tcvae_loss], {vae.x: x, vae.is_training: True, noise: one})[1] for one in drawn
    ]
    return {"weights": weights, "noise": listed(drawn), "totals": listed(totals)}


def encoder_case(original, rng, x, training: bool) -> dict:
    """Stage A."""
    vae = autoencoder(original)
    tf = original.tf
    weights = draw_weights(tf, vae.sess, rng)
    wanted = {
        "mean": vae.mu, "std": vae.std, "z": vae.z_mean, "output": vae.mu_x, "reconstruction": vae.rec_x_loss,
        "kl": vae.kl_loss, "totalCorrelation": vae.z_mss_tc, "total": vae.tcvae_loss,
        "encoderGradients": gradients(tf, vae.tcvae_loss, "encoder/"),
        "decoderGradients": gradients(tf, vae.tcvae_loss, "decoder/"),
    }  # fmt: skip
    return {"training": training, "weights": weights, **evaluated(vae, wanted, {vae.x: x, vae.is_training: training})}


def gan_case(original, rng, x, training: bool, projection: bool) -> dict:
    """Stage B. What their penalty draws is read out beside it."""
    gan = original.CWGAN_GP(
        GENES, CODES, NOISE, if_dropout=False, if_PCGAN=projection, device="/cpu:0",
        inflate_size_1=GENERATOR[0], inflate_size_2=GENERATOR[1], inflate_size_3=GENERATOR[2],
        disc_size_1=CRITIC[0], disc_size_2=CRITIC[1], disc_size_3=CRITIC[2],
    )  # fmt: skip
    tf = original.tf
    weights = draw_weights(tf, gan.sess, rng)
    codes, noise = rng.normal(size=(BATCH, CODES)), rng.normal(size=(BATCH, NOISE))
    mixing = tf.get_default_graph().get_tensor_by_name("random_uniform:0")
    scope = "discriminatorPCGAN" if projection else "discriminatorCGAN"
    wanted = {
        "mixing": mixing, "generated": gan.x_gen_data, "real": gan.Dx_real, "fake": gan.Dx_fake,
        "gradientPenalty": gan.gradient_penalty, "critic": gan.D_loss, "generator": gan.G_loss,
        "criticGradients": gradients(tf, gan.D_loss, scope),
        "generatorGradients": gradients(tf, gan.G_loss, "generator/"),
    }  # fmt: skip
    feed = {gan.x: x, gan.z: codes, gan.noise: noise, gan.is_training: training}
    case = {"training": training, "projection": projection, "codes": listed(codes), "noise": listed(noise)}
    return {**case, "weights": weights, **evaluated(gan, wanted, feed)}


def main(sources: str) -> None:
    original = load(sources)
    rng = np.random.default_rng(5)
    x = rng.normal(size=(BATCH, GENES)).astype("float32")
    cases = {
        "cells": CELLS,
        "x": listed(x),
        "encoder": [encoder_case(original, rng, x, training) for training in (True, False)],
        "gan": [
            gan_case(original, rng, x, training, projection)
            for training, projection in ((True, True), (False, True), (True, False))
        ],
        "steps": steps_case(original, rng, x),
    }
    (HERE / "michigan.json").write_text(json.dumps(cases) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
