"""scDisInFact's own training and prediction (github.com/ZhangLabGT/scDisInFact, commit 9466ecf), on one thread.

Run: python scdisinfact.py CLONE STEM SEED EPOCHS CELLS_A_GROUP TARGET TARGET_BATCH OUT
Reads STEM.counts.f32 [cells, genes] and STEM.meta.csv (batch, condition); writes OUT.shared.f32, OUT.condition.f32,
OUT.scores.f32 [genes], OUT.predicted.f32: the counts of the cells that aren't under TARGET, in their order, under it, and
OUT.moved.f32: the same in TARGET_BATCH.
"""

import contextlib
import io
import sys

import numpy as np
import pandas as pd
import torch


def main(clone: str, stem: str, seed: str, epochs: str, cells: str, target: str, target_batch: str, out: str) -> None:
    sys.path.insert(0, clone)
    import scDisInFact.model as original

    torch.set_num_threads(1)
    meta = pd.read_csv(f"{stem}.meta.csv", dtype=str)
    counts = np.fromfile(f"{stem}.counts.f32", dtype="float32").reshape(len(meta), -1)
    cpu = torch.device("cpu")
    with contextlib.redirect_stdout(io.StringIO()):
        data = original.create_scdisinfact_dataset(counts, meta.copy(), ["condition"], "batch")
        model = original.scdisinfact(data, Ks=[8, 2], batch_size=int(cells), seed=int(seed), device=cpu)
        # Their loop makes one epoch more than it is told.
        model.train_model(nepochs=int(epochs) - 1, recon_loss="NB")
        model.eval()
    others = (meta["condition"] != target).to_numpy()
    codes = torch.tensor(pd.factorize(meta["batch"], sort=True)[0])[:, None]
    scaled = data["scaler"].transform(np.log1p(counts / (counts.sum(axis=1, keepdims=True) / 100)))
    with torch.no_grad():
        latent = model.inference(counts=torch.FloatTensor(scaled), batch_ids=codes)
    known = counts[others], meta[others].reset_index(drop=True), ["condition"], "batch"
    results = dict(
        shared=latent["mu_c"].numpy(),
        condition=latent["mu_d"][0].numpy(),
        scores=model.extract_gene_scores()[0],
        predicted=model.predict_counts(*known, [target]),
        moved=model.predict_counts(*known, [target], target_batch),
    )
    for name, values in results.items():
        values.astype("float32").tofile(f"{out}.{name}.f32")


if __name__ == "__main__":
    main(*sys.argv[1:])
