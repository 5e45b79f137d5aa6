#!/bin/sh
# Installs into .venv what is named, at the versions of constraints.txt.
set -eu
.venv/bin/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt "$@" || {
    echo "pip could not install: $*. Its reason is above. Is there a network?" >&2
    exit 1
}
