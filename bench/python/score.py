"""Scores embeddings of one set with scib-metrics' Benchmarker, on exact neighbours.

Run: python score.py prepared.h5ad target-folder stem...; for every stem.f32 it writes target-folder/<name of stem>.json.
"""

import json
import sys
import warnings
from pathlib import Path

import anndata
import numpy as np
from scib_metrics.benchmark import Benchmarker
from scib_metrics.nearest_neighbors import NeighborsResults
from sklearn.neighbors import NearestNeighbors

NAMES = {
    "isolated_labels": "isolatedLabels",
    "nmi_ari_cluster_labels_kmeans_nmi": "kmeansNmi",
    "nmi_ari_cluster_labels_kmeans_ari": "kmeansAri",
    "silhouette_label": "silhouetteLabel",
    "clisi_knn": "cLisi",
    "bras": "bras",
    "ilisi_knn": "iLisi",
    "kbet_per_label": "kBet",
    "graph_connectivity": "graphConnectivity",
    "pcr_comparison": "pcrComparison",
    "Bio conservation": "bioConservation",
    "Batch correction": "batchCorrection",
    "Total": "total",
}


def exact_neighbors(points: np.ndarray, count: int) -> NeighborsResults:
    # By products of rows, a cell's distance to itself rounds to something above 0, which the graph takes for its nearest
    # neighbour's. Found among the others and set beside them, it is 0.
    nearest = NearestNeighbors(n_neighbors=count - 1, algorithm="brute").fit(points.astype("float64"))
    distances, indices = nearest.kneighbors()
    cells = np.arange(len(points))[:, np.newaxis]
    return NeighborsResults(indices=np.hstack([cells, indices]), distances=np.hstack([np.zeros(cells.shape), distances]))


def read_embedding(stem: Path) -> np.ndarray:
    shape = json.loads(stem.with_name(f"{stem.name}.json").read_text())["shape"]
    return np.fromfile(stem.with_name(f"{stem.name}.f32"), dtype="float32").reshape(shape)


def main(prepared: str, target: str, *stems: str) -> None:
    cells = anndata.read_h5ad(prepared)
    scored = cells.obs["scored"].to_numpy()
    adata = cells[scored].copy()
    paths = {Path(stem).name: Path(stem) for stem in stems}
    for name, path in paths.items():
        adata.obsm[name] = read_embedding(path)[scored]
    judge = Benchmarker(
        adata, "batch", "cell_type", list(paths), pre_integrated_embedding_obsm_key="X_pca", progress_bar=False
    )
    judge.prepare(neighbor_computer=exact_neighbors)
    judge.benchmark()
    table = judge.get_results(clean_names=False)
    for name in paths:
        values = {ours: float(table.loc[name, theirs]) for theirs, ours in NAMES.items()}
        # JSON has no NaN: a score that the set can't have is null.
        scores = {score: None if np.isnan(value) else value for score, value in values.items()}
        Path(target, f"{name}.json").write_text(json.dumps(scores) + "\n")


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    main(*sys.argv[1:])
