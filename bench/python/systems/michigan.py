"""Trains MichiGAN's own classes on posterior means, and generates as bench/systems/michigan/ours.ts does.

Run: python michigan.py path-of-clone folder; the folder holds x.f32 and plan.json, and gets cells.f32 and changed.f32.
"""

import json
import sys
from pathlib import Path

import numpy as np
from michigan_original import load


def seed_graphs(tf, seed: int) -> None:
    """Seeds every new graph: their constructors throw the graph away, and its seed with it."""
    np.random.seed(seed)
    reset = tf.reset_default_graph

    def reset_and_seed() -> None:
        reset()
        tf.set_random_seed(seed)

    tf.compat.v1.reset_default_graph = reset_and_seed


def trained(original, x: np.ndarray, plan: dict):
    small, middle, large = plan["units"]
    vae = original.BetaTCVAE(
        len(x), x.shape[1], plan["latent"], beta=plan["beta"], learning_rate=plan["learningRate"]["encoder"],
        inflate_size_1=small, inflate_size_2=middle, disc_size_2=middle, disc_size_3=small, device="/cpu:0",
    )  # fmt: skip
    vae.train_np(x.copy(), n_epochs=plan["encoderEpochs"], batch_size=plan["batchSize"])
    gan = original.CWGAN_GP(
        x.shape[1], plan["latent"], plan["noise"], learning_rate=plan["learningRate"]["gan"], device="/cpu:0",
        inflate_size_1=small, inflate_size_2=middle, inflate_size_3=large,
        disc_size_1=large, disc_size_2=middle, disc_size_3=plan["latent"],
        # As in the published examples: without batch norm and dropout.
        BNTrainingMode=False,
    )  # fmt: skip
    michigan = original.MichiGAN(vae, gan)
    michigan.train_mean_np(x.copy(), n_epochs=plan["ganEpochs"], batch_size=plan["batchSize"])
    return vae, gan


def main(sources: str, folder: str) -> None:
    plan = json.loads(Path(folder, "plan.json").read_text())
    x = np.fromfile(Path(folder, "x.f32"), dtype="float32").reshape(plan["shape"])
    original = load(sources)
    seed_graphs(original.tf, plan["seed"])
    vae, gan = trained(original, x, plan)
    codes = vae.encode_mean(x)
    shift = codes[plan["to"]].mean(axis=0) - codes[plan["from"]].mean(axis=0)
    for name, at in (("cells", codes), ("changed", codes[plan["source"]] + shift)):
        gan.generate_cells(at).astype("float32").tofile(Path(folder, f"{name}.f32"))


if __name__ == "__main__":
    main(*sys.argv[1:])
