// Reads 20,000 changed files in child processes: models of unfinished runs, which are loaded and trained on
import { fuzz } from './fuzz/fuzz.js';

await fuzz('checkpoint');
