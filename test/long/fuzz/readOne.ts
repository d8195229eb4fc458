// Reads one input that the long check kept: npx tsx test/long/fuzz/readOne.ts <format> test/long/failures/<format>/<input>
import { readFileSync } from 'node:fs';
import { formatOf } from './format.js';

const [name, path] = process.argv.slice(2) as [string, string];
const format = await formatOf(name);
const [original] = readFileSync(`${path}.txt`, 'utf8').split('\n') as [string];
const number = Number(path.split('-').at(-1));
const start = performance.now();
try {
  const read = await format.read([new Uint8Array(readFileSync(path))], { name: original, number });
  console.log(format.content(read));
} catch (error) {
  console.log(error);
}
console.log(`${Math.round(performance.now() - start)} ms`);
