import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, sep } from 'node:path';

const ours = join('node_modules', 'zbio') + sep;

/** Whether it is about how another package was compiled: tfjs and its dependencies use `this` outside of functions. */
const isOthersStyle = ({ code, id = '' }) => code === 'THIS_IS_UNDEFINED' && !id.includes(ours);

/** Builds a page with Rollup and the two plugins that pages with npm packages need. Throws on a warning that isn't `expected`. */
export async function checkRollup(project, bundlers, fixture, expected) {
  copyFileSync(fixture, join(project, basename(fixture)));
  const require = createRequire(join(bundlers, 'package.json'));
  const { nodeResolve } = require('@rollup/plugin-node-resolve');
  const warnings = [];
  const bundle = await require('rollup').rollup({
    input: join(project, basename(fixture)),
    plugins: [nodeResolve({ browser: true }), require('@rollup/plugin-commonjs')()],
    onwarn: (warning) => warnings.push(warning),
  });
  const { output } = await bundle.write({ dir: join(project, 'rollup'), format: 'es' });
  const faults = warnings.filter((warning) => !isOthersStyle(warning) && !expected?.test(warning.message));
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('\n'));
  return `${output.length} files`;
}
