"""Reference values of the linear probe from scikit-learn. Run: python test/reference/leakage.py > test/reference/leakage.json"""

import json
import numpy as np
from sklearn.datasets import make_blobs
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def case(seed, sizes, dims, spread):
    z, codes = make_blobs(sizes, dims, cluster_std=spread, random_state=seed, shuffle=True)
    z = (z * np.linspace(0.1, 20, dims)).round(3).astype("float32").astype("float64")
    share = np.bincount(codes) / len(codes)
    plain, raised = [], []
    for draw in range(20):
        folds = StratifiedKFold(3, shuffle=True, random_state=draw)
        model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=1000))
        p = cross_val_predict(model, z, codes, cv=folds, method="predict_proba")
        plain.append(balanced_accuracy_score(codes, p.argmax(1)))
        raised.append(balanced_accuracy_score(codes, (p / share).argmax(1)))
    weighted = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced", max_iter=1000))
    w = cross_val_predict(weighted, z, codes, cv=StratifiedKFold(3, shuffle=True, random_state=0))
    return {
        "z": z.tolist(),
        "codes": codes.tolist(),
        "plain": float(np.mean(plain)),
        "raised": float(np.mean(raised)),
        "weighted": float(balanced_accuracy_score(codes, w)),
    }


# Equal classes of two and of four, and unequal ones of two and of three.
cases = [
    case(0, [150, 150], 4, 6.0),
    case(1, [90, 90, 90, 90], 3, 4.0),
    case(2, [240, 60], 4, 7.0),
    case(3, [200, 60, 30], 5, 7.0),
]
print(json.dumps(cases))
