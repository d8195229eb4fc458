"""scVI with its own defaults. Arguments: cells.h5ad, folder for the results, epochs (0: scVI's own number)."""

import json
import sys
import time
from pathlib import Path

import anndata
import numpy as np
import scvi

file, folder, epochs = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
scvi.settings.seed = 0
adata = anndata.read_h5ad(file)
scvi.model.SCVI.setup_anndata(adata, batch_key="batch")
model = scvi.model.SCVI(adata)
started = time.perf_counter()
model.train(max_epochs=epochs or None, accelerator="cpu", enable_progress_bar=False, default_root_dir=folder)
seconds = time.perf_counter() - started
latent = model.get_latent_representation()
np.ascontiguousarray(latent, dtype=np.float32).tofile(folder / "latent.f32")
result = {
    "seconds": seconds,
    "epochs": len(model.history["elbo_train"]),
    "dims": latent.shape[1],
    "version": scvi.__version__,
}
(folder / "result.json").write_text(json.dumps(result))
