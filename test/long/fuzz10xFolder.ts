// Reads 20,000 changed folders of 10x Genomics (matrix, features, barcodes) in child processes
import { fuzz } from './fuzz/fuzz.js';

await fuzz('tenXFolder');
