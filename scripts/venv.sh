#!/bin/sh
# Makes .venv with the Python that is named, if that one is new enough.
set -eu
python=$1

command -v "$python" >/dev/null || {
    echo "no Python: '$python' is not on PATH. Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3" >&2
    exit 1
}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "'$python' is $("$python" --version 2>&1); 3.11 or newer is needed. Name one: make PYTHON=python3.12" >&2
    exit 1
}
echo "== virtual environment (.venv, $("$python" --version))"
"$python" -m venv .venv || {
    echo "'$python' cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
}
