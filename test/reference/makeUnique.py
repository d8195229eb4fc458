"""Names made unique by anndata, for test/io/makeUnique.test.ts. Needs anndata 0.12."""

import anndata
import numpy as np
import pandas as pd

for names in [
    ["A", "B", "A", "A"],
    ["A", "A-1", "A"],
    ["A", "A", "A-1", "A-1", "A"],
    ["", ""],
    ["toString", "toString", "__proto__", "__proto__"],
]:
    adata = anndata.AnnData(np.zeros((1, len(names))), var=pd.DataFrame(index=names))
    adata.var_names_make_unique()
    print(names, list(adata.var_names))
