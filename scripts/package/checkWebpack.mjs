import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

// A page without these optional packages is warned of them, and works.
const optional = /Can't resolve '(h5wasm|onnxruntime-web)'/;

/** Builds a page that imports the package with webpack's defaults, where neither h5wasm nor onnxruntime-web is installed. */
export async function checkWebpack(project, bundlers, fixture) {
  const page = basename(fixture);
  copyFileSync(fixture, join(project, page));
  const webpack = createRequire(join(bundlers, 'package.json'))('webpack');
  const compiler = webpack({
    context: project,
    entry: `./${page}`,
    mode: 'production',
    output: { path: join(project, 'webpack') },
    // To be quick, and quiet about the size of tfjs.
    optimization: { minimize: false },
    performance: { hints: false },
  });
  const stats = await new Promise((resolve, reject) =>
    compiler.run((error, result) => (error ? reject(error) : resolve(result))),
  );
  const { errors, warnings, assets } = stats.toJson({
    all: false,
    errors: true,
    warnings: true,
    assets: true,
  });
  const faults = [...errors, ...warnings].filter(({ message }) => !optional.test(message));
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('\n'));
  return `${assets.length} files`;
}
