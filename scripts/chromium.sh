#!/bin/sh
# Prints the path of a Chromium for the tests; installs one where there is none. All other words go to stderr.
set -eu

if [ -n "${CHROMIUM:-}" ]; then
    [ -x "$CHROMIUM" ] || { echo "CHROMIUM=$CHROMIUM is not a program" >&2; exit 1; }
    echo "$CHROMIUM"
    exit
fi

on_path() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    return 1
}

by_playwright() {
    .venv/bin/python -c '
import pathlib
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    path = playwright.chromium.executable_path
print(path) if pathlib.Path(path).exists() else exit(1)'
}

on_path && exit
by_playwright 2>/dev/null && exit

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "== no Chromium: installing one with apt-get" >&2
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium) >&2 || true
    on_path && exit
fi
echo "== no Chromium: installing one with playwright" >&2
.venv/bin/playwright install chromium >&2 || true
by_playwright && exit

echo "no Chromium, and none could be installed. Install chromium or Google Chrome, or name one: make test CHROMIUM=/path" >&2
exit 1
