"""Reference values of the disentanglement metrics, from the published code itself.

Run: python test/reference/disentanglement.py DISENTANGLEMENT_LIB DRVI (a minute); it writes
disentanglement.json beside itself.

DISENTANGLEMENT_LIB: a checkout of google-research/disentanglement_lib at 86a644d. Its metrics are plain numpy and scikit-learn;
gin, absl and six, which only configure and log, are replaced by stand-ins, and the settings of its study are set here.
DRVI: the folder drvi/utils/metrics of drvi-py 0.2.8. Values below are from scikit-learn 1.9.1, numpy 2.4.6, scipy 1.17.1.
"""

import functools
import importlib.util
import json
import sys
import types
from pathlib import Path

import numpy as np
import scipy.stats
import sklearn.metrics


def stand_in(name, **content):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__dict__.update(content)


def configurable(*_, **__):
    return lambda function: function


# `import gin.tf` binds `gin`.
for name in ("gin", "gin.tf"):
    stand_in(name, configurable=configurable, REQUIRED=None)
stand_in("absl", logging=types.SimpleNamespace(info=lambda *_: None))
stand_in("six")
stand_in("six.moves", range=range)

# Some modules use scipy.stats and sklearn.metrics without importing them; both are imported above.
sys.path.insert(0, sys.argv[1])
for package in ("disentanglement_lib", "disentanglement_lib.evaluation", "disentanglement_lib.evaluation.metrics"):
    stand_in(package)
    sys.modules[package].__path__ = [str(Path(sys.argv[1], *package.split(".")))]

from disentanglement_lib.evaluation.metrics import beta_vae, dci, factor_vae, mig, modularity_explicitness, sap_score
from disentanglement_lib.evaluation.metrics import unsupervised_metrics, utils

utils.make_discretizer = lambda target: utils._histogram_discretize(target, 20)
factor_vae._prune_dims = functools.partial(factor_vae._prune_dims, threshold=0.05)


def from_file(name):
    spec = importlib.util.spec_from_file_location(name, Path(sys.argv[2], f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


aggregation, pairwise = from_file("_aggregation"), from_file("_pairwise")


class Observed:
    """Equally many cells for every combination of factors, in place of a simulator."""

    def __init__(self, z, factors):
        self.z, self.factors, self.num_factors = z, factors, factors.shape[1]
        order = np.lexsort(factors.T)
        combinations, sizes = np.unique(factors, axis=0, return_counts=True)
        self.sizes = factors.max(0) + 1
        self.cells = np.empty((len(combinations), sizes[0]), int)
        self.cells[self.number(factors[order])[:: sizes[0]]] = order.reshape(-1, sizes[0])

    def number(self, factors):
        return np.ravel_multi_index(tuple(factors.T), tuple(self.sizes))

    def sample_factors(self, n, random):
        return self.factors[random.randint(len(self.factors), size=n)].copy()

    def sample_observations_from_factors(self, factors, random):
        return self.cells[self.number(factors), random.randint(self.cells.shape[1], size=len(factors))]

    def sample_observations(self, n, random):
        return self.sample_observations_from_factors(self.sample_factors(n, random), random)


def over_seeds(score, z, factors, seeds, **settings):
    data = Observed(z, factors)
    sizes = {"batch_size": 64, "num_train": 10000, "num_eval": 5000, **settings}
    runs = [score(data, lambda cells: z[cells], np.random.RandomState(s), **sizes) for s in range(seeds)]
    return float(np.mean([run["eval_accuracy"] for run in runs]))


def boosted_trees(*parts):
    """Mean over ten runs: equally good splits are drawn at random, from numpy's global stream."""
    runs = []
    for seed in range(10):
        np.random.seed(seed)
        runs.append(dci.compute_importance_gbt(*parts))
    spread = np.std([importance for importance, _, _ in runs], 0).max()
    return np.mean([importance for importance, _, _ in runs], 0), spread, np.mean([test for _, _, test in runs])


def drvi(z, codes):
    one_hot = np.concatenate([np.eye(column.max() + 1)[column] for column in codes.T], 1)
    matrices = {
        "smi": pairwise.discrete_scaled_mutual_info_score(z, gt_one_hot=one_hot),
        "spn": pairwise.nn_alignment_score(z, gt_one_hot=one_hot),
        "asc": pairwise.spearman_correlation_score(z, gt_one_hot=one_hot),
    }
    summaries = {
        "lms": aggregation.latent_matching_score,
        "msas": aggregation.most_similar_averaging_score,
        "msgs": aggregation.most_similar_gap_score,
    }
    return {
        name: {"matrix": matrix.tolist(), **{key: float(f(matrix)) for key, f in summaries.items()}}
        for name, matrix in matrices.items()
    }


def scores(z, codes, time):
    bins = utils.make_discretizer(z.T)
    information = utils.discrete_mutual_info(bins, codes.T)
    test = np.arange(len(z)) % 3 == 0
    parts = (z[~test].T, codes[~test].T, z[test].T, codes[test].T)
    importance, spread, informativeness = boosted_trees(*parts)
    svc = sap_score.compute_score_matrix(*parts, continuous_factors=False)
    correlation = sap_score.compute_score_matrix(
        z[~test].T, time[None, ~test], z[test].T, time[None, test], continuous_factors=True
    )
    train, mean, sd = utils.normalize_data(parts[0])
    asked, _, _ = utils.normalize_data(parts[2], mean, sd)
    explicit = [
        modularity_explicitness.explicitness_per_factor(train, parts[1][f], asked, parts[3][f])[1]
        for f in range(codes.shape[1])
    ]
    return {
        "information": information.tolist(),
        "mig": mig._compute_mig(z.T, codes.T)["discrete_mig"],
        "modularity": float(modularity_explicitness.modularity(information)),
        "importance": importance.tolist(),
        "importanceSpread": float(spread),
        "disentanglement": float(dci.disentanglement(importance)),
        "completeness": float(dci.completeness(importance)),
        "informativeness": float(informativeness),
        "sapScores": svc.tolist(),
        "sap": float(sap_score.compute_avg_diff_top_two(svc)),
        "sapOfTime": correlation[:, 0].tolist(),
        "explicitness": explicit,
        "totalCorrelation": float(unsupervised_metrics.gaussian_total_correlation(np.cov(z.T))),
        "drvi": drvi(z, codes),
    }


def rounded(z):
    """As the library keeps them: float32, with digits enough that none is equal to another."""
    return np.round(z, 6).astype(np.float32).astype(np.float64)


def case(name, z, codes, time, balanced):
    z = rounded(z)
    result = scores(z, codes, time)
    if balanced:
        result["factorVae"] = over_seeds(factor_vae.compute_factor_vae, z, codes, 3, num_variance_estimate=10000)
        result["betaVae"] = over_seeds(beta_vae.compute_beta_vae_sklearn, z, codes, 3)
    shown = np.round(z, 6).tolist()
    return {"name": name, "z": shown, "codes": codes.T.tolist(), "time": time.tolist(), "scores": result}


def main():
    rng = np.random.default_rng(0)
    # Every combination of 4 types, 3 doses and 2 batches, 8 cells each.
    grid = np.stack(np.meshgrid(range(4), range(3), range(2), range(8), indexing="ij"), -1).reshape(-1, 4)[:, :3]
    grid = rng.permutation(grid)
    spread = grid / grid.max(0)
    axes = np.concatenate([2 * spread + 0.25 * rng.normal(size=grid.shape), rng.normal(size=(len(grid), 2))], 1)
    rotation = np.linalg.qr(rng.normal(size=(5, 5)))[0]
    time = np.round(spread[:, 1] + 0.3 * rng.normal(size=len(grid)), 4)
    # Unbalanced, types and batches going together, fewer dimensions than categories.
    n = 210
    types_ = rng.choice(5, size=n, p=[0.5, 0.25, 0.13, 0.08, 0.04])
    batch = (rng.random(n) < 0.25 + 0.12 * types_).astype(int)
    mixed = np.stack([types_ + batch, np.where(types_ == 2, 3, 0) + 0.5 * batch, batch - types_], 1)
    uneven = mixed + rng.normal(size=mixed.shape) * [0.4, 0.6, 1.2]
    cases = [
        case("one dimension a factor", axes, grid, time, True),
        case("rotated, noisy", axes @ rotation + rng.normal(size=axes.shape), grid, time, True),
        case("unbalanced", uneven, np.stack([types_, batch], 1), np.round(types_ + rng.normal(size=n), 4), False),
    ]
    Path(__file__).with_suffix(".json").write_text(json.dumps(cases) + "\n")


main()
