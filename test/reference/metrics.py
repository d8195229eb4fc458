"""Reference values of the kNN metrics from scikit-learn. Run: python test/reference/metrics.py > test/reference/metrics.json"""

import json
import numpy as np
from sklearn.datasets import make_blobs
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import LeaveOneOut, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors


def rounded(points):
    """float32 values, as the library reads them."""
    return points.astype("float32").astype("float64")


def leave_one_out(points, labels, k):
    named = cross_val_predict(KNeighborsClassifier(k, algorithm="brute"), points, labels, cv=LeaveOneOut())
    return {
        "k": k,
        "accuracy": float(np.mean(named == labels)),
        "balanced": float(balanced_accuracy_score(labels, named)),
        "majority": float(np.bincount(labels).max() / len(labels)),
    }


def case(seed, sizes, dims, spread, ks):
    points, labels = make_blobs(sizes, dims, cluster_std=spread, random_state=seed, shuffle=True)
    points = rounded(points)
    near = NearestNeighbors(n_neighbors=10, algorithm="brute").fit(points)
    distances, indices = near.kneighbors()  # without an argument: each point's own row left out
    return {
        "points": points.tolist(),
        "labels": labels.tolist(),
        "indices": indices.tolist(),
        "distances": distances.tolist(),
        "scores": [leave_one_out(points, labels, k) for k in ks],
    }


# Odd k and two labels: no tied votes, which scikit-learn settles otherwise than we do. k = 1 for three labels.
cases = [case(0, [30, 12], 3, 6.0, [1, 5, 15]), case(1, [20, 15, 5], 2, 4.0, [1])]
print(json.dumps(cases))
