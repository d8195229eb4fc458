// Reads 20,000 changed HDF5 files of 10x Genomics in child processes
import { fuzz } from './fuzz/fuzz.js';

await fuzz('tenXHdf5');
