#!/usr/bin/env bash
# Runs the notebooks from start to end, as a user would: against the packed package, in a folder of its own, with the
# tslab kernel. Fails if a cell fails. Needs Python 3 with venv, and both package registries.
#
#   npm run test:notebooks [-- folder]     The executed notebooks stay in `folder` if one is given.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
if [ $# -gt 0 ]; then
  mkdir -p "$1"
  scratch=$(cd "$1" && pwd)
else
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
fi

echo "Packing zbio"
cd "$root"
npm run build --silent
rm -f "$scratch"/zbio-*.tgz
npm pack --silent --ignore-scripts --pack-destination "$scratch" > /dev/null

echo "Installing it with tfjs, h5wasm, tslab and the plot libraries"
cd "$scratch"
# The layout of examples/, for the notebooks read ../data.
cp -R "$root/examples/data" "$root/examples/notebooks" .
[ -f package.json ] || echo '{ "private": true }' > package.json
npm install --silent --no-audit --no-fund ./zbio-*.tgz \
  @tensorflow/tfjs@4.22.0 h5wasm@0.10.3 @observablehq/plot@0.6.17 linkedom@0.18.12 umap-js@1.4.0 tslab@1.0.22

echo "Installing Jupyter"
[ -d venv ] || python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check nbclient ipykernel
# The kernel's description names plain `tslab`, so it must be on the path.
export PATH="$scratch/venv/bin:$scratch/node_modules/.bin:$PATH"
tslab install --prefix "$scratch/.jupyter" --python "$scratch/venv/bin/python" > /dev/null
export JUPYTER_PATH="$scratch/.jupyter/share/jupyter"

cd notebooks
for notebook in *.ipynb; do
  case $notebook in *.executed.ipynb) continue ;; esac
  echo "Running $notebook"
  jupyter execute --kernel_name=tslab --timeout=600 "$notebook" --output="${notebook%.ipynb}.executed.ipynb"
done
echo "All notebooks ran"
