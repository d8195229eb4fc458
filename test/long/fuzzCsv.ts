// Reads 20,000 changed tables of text (CSV, TSV) in child processes
import { fuzz } from './fuzz/fuzz.js';

await fuzz('csv');
