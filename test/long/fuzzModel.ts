// Reads 20,000 changed files in child processes: models of several classes, which are loaded and used
import { fuzz } from './fuzz/fuzz.js';

await fuzz('model');
