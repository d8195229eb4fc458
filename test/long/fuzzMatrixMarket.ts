// Reads 20,000 changed Matrix Market files in child processes
import { fuzz } from './fuzz/fuzz.js';

await fuzz('matrixMarket');
