// A process of its own: fits once and prints the latents.
import { smallFit } from '../../process/smallFit.js';

const [seed, compile] = process.argv.slice(2);
console.log(JSON.stringify(await smallFit({ seed: Number(seed), compile: compile === 'true' })));
