// Prints 'N passed, N failed' from vitest's JSON report. A file that couldn't be loaded counts as one failure.
import { readFileSync } from 'node:fs';

const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
console.log(`${numPassedTests} passed, ${numFailedTests + unloaded.length} failed`);
