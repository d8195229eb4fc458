// Reads 20,000 changed h5ad files in child processes; --python PATH compares the values with anndata
import { fuzz } from './fuzz/fuzz.js';

await fuzz('h5ad');
