"""Losses, gradients, predictions and gene scores of the original scDisInFact, at weights that a formula gives.

Nothing is trained: the weights come from a formula that the TypeScript test repeats, so that this file needn't hold them.

Run: python scdisinfact.py FOLDER
FOLDER is a clone of github.com/ZhangLabGT/scDisInFact at commit 9466ecf. Needs torch, pandas, scikit-learn, matplotlib, scipy;
writes scdisinfact.json beside itself.
"""
import json
import math
import pathlib
import sys

import numpy as np
import pandas as pd
import torch

sys.path.insert(0, sys.argv[1])
import scDisInFact.model as original

torch.set_default_dtype(torch.float64)
CPU = torch.device('cpu')
GENES, CELLS = 9, 40
CONDITIONS = ['treatment', 'severity']


def noise(tensor, i, j):
    """Uniform in [-1, 1) by formula: the fraction of a large sine."""
    value = math.sin(1 + 12.9898 * i + 78.233 * j + 37.719 * tensor) * 43758.5453
    return 2 * (value - math.floor(value)) - 1


def weight(tensor, inputs, outputs):
    """[inputs, outputs]; a bias is the matrix of one input."""
    scale = 1 / math.sqrt(inputs)
    return np.array([[scale * noise(tensor, i, j) for j in range(outputs)] for i in range(inputs)])


def cells():
    rng = np.random.default_rng(7)
    # Unequal groups, so that the largest is known; every batch has every combination.
    combinations = [(b, t, s) for b in 'AB' for t in ('drug', 'none') for s in ('high', 'low', 'mid')]
    sizes = rng.permutation([2] * 6 + [3] * 3 + [4] * 2 + [11])
    rows = [c for c, size in zip(combinations, sizes) for _ in range(size)]
    meta = pd.DataFrame(rows, columns=['batch', *CONDITIONS]).iloc[rng.permutation(len(rows))].reset_index(drop=True)
    mean = rng.gamma(2, 2, (len(rows), GENES)) * rng.uniform(.5, 2, (len(rows), 1))
    return rng.poisson(mean).astype(float), meta


def fill(model):
    """Gives every parameter its values, in an order that the test repeats. Returns them by name."""
    named = {}

    def put(name, parameter, bias=None):
        outputs, inputs = parameter.shape
        parameter.data = torch.tensor(weight(len(named), inputs, outputs).T.copy())
        named[name] = parameter
        if bias is not None:
            bias.data = torch.tensor(weight(len(named), 1, outputs)[0])
            named[f'{name}.bias'] = bias

    def linear(name, layer):
        put(name, layer.weight, layer.bias)

    def encoder(name, net):
        for i, (layer, *_) in enumerate(net.fc.fc_layers):
            linear(f'{name}.{i}', layer)
        linear(f'{name}.mean', net.mean_layer)
        linear(f'{name}.logVariance', net.var_layer)

    encoder('shared', model.Enc_c)
    for i, condition in enumerate(CONDITIONS):
        encoder(f'encoder/{condition}', model.Enc_ds[i])
        linear(f'classifier/{condition}', model.classifiers[i])
        # Rows are labels: as a layer's [outputs, inputs] they would be scaled by the wrong side.
        for what, table in (('mean', model.diff_prior_means[i]), ('logVariance', model.diff_prior_logvars[i])):
            table.data = torch.tensor(weight(len(named), *table.shape))
            named[f'prior/{condition}.{what}'] = table
    for i, (layer, *_) in enumerate(model.Dec.fc.fc_layers):
        linear(f'decoder.{i}', layer)
    for name, head in (('mean', model.Dec.output.mean_layer), ('dispersion', model.Dec.output.theta_layer),
                       ('dropout', model.Dec.output.pi_layer)):
        linear(f'decoder.{name}', head[0])
    return named


def everything(model, data):
    """All cells at once, as the training loop gives them to `loss`."""
    sets = data['datasets']
    cat = lambda name: torch.cat([getattr(one, name) for one in sets])
    labels = [torch.cat([one.diff_labels[k] for one in sets]) for k in range(len(CONDITIONS))]
    batch = cat('batch_id')[:, None]
    inferred = model.inference(counts=cat('counts_norm').double(), batch_ids=batch)
    made = model.generative(z_c=inferred['z_c'], z_d=inferred['z_d'], batch_ids=batch)
    return lambda kind: model.loss(dict_inf=inferred, dict_gen=made, size_factor=cat('size_factor').double(),
                                   count=cat('counts').double(), batch_id=cat('mmd_batch_id'), diff_labels=labels,
                                   recon_loss=kind)


def gradients(named, total):
    """Of every parameter that the loss reaches: norm, and projection on cos(0), cos(1), ..., rows being inputs."""
    found = torch.autograd.grad(total, list(named.values()), retain_graph=True, allow_unused=True)
    flat = {name: g.T.reshape(-1) if g.dim() == 2 and not name.startswith('prior') else g.reshape(-1)
            for name, g in zip(named, found) if g is not None}
    return {name: [g.norm().item(), (g * torch.cos(torch.arange(len(g)).double())).sum().item()]
            for name, g in flat.items()}


counts, meta = cells()
data = original.create_scdisinfact_dataset(counts, meta.copy(), condition_key=CONDITIONS, batch_key='batch')
model = original.scdisinfact(data, Ks=[4, 2, 3], device=CPU)
named = fill(model)
model.eval()

loss = everything(model, data)
reconstruction = {kind: loss(kind.upper())[0].item() for kind in ('nb', 'zinb', 'mse')}
recon, kl_shared, kl_conditions, mmd_shared, mmd_conditions, classification, lasso = loss('NB')
weights = model.lambs
halves = dict(
    shared=recon + weights['mmd_comm'] * mmd_shared + weights['kl_comm'] * kl_shared,
    conditions=recon + weights['mmd_diff'] * mmd_conditions + weights['class'] * classification
    + weights['kl_diff'] * kl_conditions + weights['gl'] * lasso)
# What a half-step freezes gets no gradient there.
frozen = dict(shared=('encoder/', 'classifier/'), conditions=('shared.',))
half_steps = {half: dict(total=total.item(),
                         gradients=gradients({n: p for n, p in named.items() if not n.startswith(frozen[half])}, total))
              for half, total in halves.items()}

model.float()
predicted = model.predict_counts(counts, meta.copy(), CONDITIONS, 'batch', predict_conds=['drug', 'low'], predict_batch='B')
result = dict(
    counts=counts.astype(int).tolist(), meta={name: list(meta[name]) for name in meta},
    references=dict(shared=data['matching_dict']['batch_cond_names'][model.mmd_ref_comm]),
    terms=dict(reconstruction=reconstruction, klShared=kl_shared.item(), klConditions=kl_conditions.item(),
               mmdShared=mmd_shared.item(), mmdConditions=mmd_conditions.item(),
               classification=classification.item(), groupLasso=lasso.item()),
    halfSteps=half_steps, predicted=predicted.round(6).tolist(),
    geneScores=dict(zip(CONDITIONS, (s.tolist() for s in model.extract_gene_scores()))))
pathlib.Path(__file__).with_suffix('.json').write_text(json.dumps(result) + '\n')
