import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

/** Builds a page that imports the package with webpack's defaults. Throws on a warning that isn't `expected`. */
export async function checkWebpack(project, bundlers, fixture, expected) {
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
  const faults = [...errors, ...warnings].filter(({ message }) => !expected?.test(message));
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('\n'));
  return `${assets.length} files`;
}
