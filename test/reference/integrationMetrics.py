"""Reference values of the integration metrics from scib-metrics 0.5.10.

Run: python test/reference/integrationMetrics.py (some minutes); it writes integrationMetrics.json beside itself.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import scib_metrics
from scib_metrics.nearest_neighbors import NeighborsResults
from scib_metrics.utils import KMeans, silhouette_samples
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score


def exact_neighbors(points, n):
    """Each cell first, then the others by distance, equal distances by index: the library's order."""
    distance = np.sqrt(((points[:, None, :] - points[None, :, :]) ** 2).sum(2))
    np.fill_diagonal(distance, -1)
    indices = np.stack([np.lexsort((np.arange(len(points)), row)) for row in distance])[:, :n]
    distances = np.maximum(np.take_along_axis(distance, indices, 1), 0)
    return NeighborsResults(indices=indices, distances=distances)


def kmeans_scores(points, labels, seeds):
    named = [KMeans(len(np.unique(labels)), seed=seed).fit(points.copy()).labels_ for seed in range(seeds)]
    nmi = [normalized_mutual_info_score(labels, name, average_method="arithmetic") for name in named]
    ari = [adjusted_rand_score(labels, name) for name in named]
    return float(np.mean(nmi)), float(np.mean(ari))


def scores(points, original, batch, labels):
    near = exact_neighbors(points, 90)
    at = {n: near.subset_neighbors(n) for n in (15, 50, 90)}
    kbet, per_label = scib_metrics.kbet_per_label(at[50], batch, labels, return_df=True)
    nmi, ari = kmeans_scores(points, labels, 20)
    return {
        "isolatedLabels": scib_metrics.isolated_labels(points, labels, batch),
        "kmeansNmi": nmi,
        "kmeansAri": ari,
        "silhouetteLabel": scib_metrics.silhouette_label(points, labels),
        "cLisi": scib_metrics.clisi_knn(at[90], labels),
        "bras": scib_metrics.bras(points, labels, batch),
        "iLisi": scib_metrics.ilisi_knn(at[90], batch),
        "kBet": kbet,
        "kBetPerLabel": {str(row.cluster): row.kBET for row in per_label.itertuples()},
        "graphConnectivity": scib_metrics.graph_connectivity(at[15], labels),
        "pcrComparison": scib_metrics.pcr_comparison(original, points, batch, categorical=True),
        "silhouetteSamples": silhouette_samples(points, labels)[:20].tolist(),
        "lisiSamples": scib_metrics.lisi_knn(at[90], batch)[:20].tolist(),
    }


def simulate(seed, sizes, dims, batch_shift, spread):
    """Cells of sizes[label][batch]: a centre for every label, a shift for every batch."""
    rng = np.random.default_rng(seed)
    sizes = np.array(sizes)
    centres = rng.normal(size=(sizes.shape[0], dims)) * spread
    shifts = rng.normal(size=(sizes.shape[1], dims)) * batch_shift
    rows = [(label, batch) for label, row in enumerate(sizes) for batch, n in enumerate(row) for _ in range(n)]
    rows = np.array(rows)[rng.permutation(len(rows))]
    noise = rng.normal(size=(len(rows), dims))
    points = centres[rows[:, 0]] + shifts[rows[:, 1]] + noise
    original = centres[rows[:, 0]] + 3 * shifts[rows[:, 1]] + noise
    batch = np.array([f"batch{b}" for b in rows[:, 1]])
    labels = np.array([f"type{t}" for t in rows[:, 0]])
    return np.round(points, 3).astype("float32"), np.round(original, 3).astype("float32"), batch, labels


def case(name, points, original, batch, labels):
    wanted = scores(points.astype("float64"), original.astype("float64"), batch, labels)
    plain = lambda v: {k: plain(x) for k, x in v.items()} if isinstance(v, dict) else (
        v if isinstance(v, list) else None if pd.isna(v) else float(v))
    return {
        "name": name,
        "points": np.round(points.astype("float64"), 3).tolist(),
        "original": np.round(original.astype("float64"), 3).tolist(),
        "batch": batch.tolist(),
        "labels": labels.tolist(),
        "scores": plain(wanted),
    }


def main():
    even = simulate(0, [[40, 40], [40, 40], [40, 40]], 4, 0.15, 2)
    skewed = simulate(1, [[120, 20, 10], [60, 15, 30], [25, 20, 0], [40, 0, 0], [3, 2, 0]], 5, 0.5, 1.5)
    apart = simulate(2, [[50, 60], [45, 40], [30, 0], [6, 6]], 3, 6, 1.5)
    points, original, batch, labels = simulate(3, [[60, 60], [50, 40], [20, 5]], 3, 0.3, 2)
    points[:60] = points[0]  # duplicate rows, across labels and batches
    points[60:75] = points[61]
    torn = simulate(4, [[50, 50], [60, 60], [35, 35]], 3, 0.2, 4)
    inside = np.flatnonzero(torn[3] == "type0")[:14]
    torn[0][inside] += torn[0][torn[3] == "type1"].mean(0) - torn[0][torn[3] == "type0"].mean(0)
    torn[0][:] = np.round(torn[0], 3)
    cases = [
        case("even", *even),
        case("unbalanced, labels in one batch only, a label of 5 cells", *skewed),
        case("batches apart", *apart),
        case("duplicate rows", points, original, batch, labels),
        case("a label in two places", *torn),
    ]
    # Not by standard output: scib-metrics logs there.
    Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")


main()
