"""How real generated cells are, whether they keep type and condition, and how well an unseen change was foretold.

Run: python michigan_score.py folder; the folder holds x, heldOut, cells and changed (.f32) and set.json, and gets scores.json.
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy.linalg import sqrtm
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import StratifiedKFold, cross_val_predict

TREES = 200


def forest_error(real: np.ndarray, fake: np.ndarray) -> float:
    """Share of cells that a random forest puts on the wrong side, in five folds."""
    points = np.concatenate([real, fake])
    sides = np.repeat([0, 1], [len(real), len(fake)])
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    told = cross_val_predict(RandomForestClassifier(TREES, random_state=0), points, sides, cv=folds)
    return float((told != sides).mean())


def frechet(real: np.ndarray, fake: np.ndarray) -> float:
    """Squared distance of two Gaussians with the cells' means and covariances."""
    a, b = np.cov(real, rowvar=False), np.cov(fake, rowvar=False)
    root = sqrtm(a @ b).real
    return float(((real.mean(0) - fake.mean(0)) ** 2).sum() + np.trace(a + b - 2 * root))


def kept(real: np.ndarray, fake: np.ndarray, names: np.ndarray) -> float:
    """Share of generated cells in which a forest that knows the real ones sees the name of the cell whose code it was."""
    seen = RandomForestClassifier(TREES, random_state=0).fit(real, names).predict(fake)
    return float((seen == names).mean())


def change_explained(before: np.ndarray, after: np.ndarray, foretold: np.ndarray) -> float:
    """1 where the mean change of every gene is foretold, 0 where none is foretold; may be negative."""
    missed = ((foretold.mean(0) - after.mean(0)) ** 2).sum()
    return float(1 - missed / ((before.mean(0) - after.mean(0)) ** 2).sum())


def main(folder: str) -> None:
    about = json.loads(Path(folder, "set.json").read_text())
    genes = about["genes"]
    names = ("x", "heldOut", "cells", "changed")
    x, held_out, cells, changed = (
        np.fromfile(Path(folder, f"{name}.f32"), dtype="float32").reshape(-1, genes).astype("float64") for name in names
    )
    pca = PCA(50, random_state=0).fit(x)
    real, fake = pca.transform(x), pca.transform(cells)
    scores = {
        "forestError": forest_error(real, fake),
        "frechet": frechet(real, fake),
        "typeKept": kept(real, fake, np.array(about["type"])),
        "conditionKept": kept(real, fake, np.array(about["condition"])),
        "changeExplained": change_explained(x[about["source"]], held_out, changed),
    }
    Path(folder, "scores.json").write_text(json.dumps(scores) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
