#!/bin/sh
# Installs the browsers beside Chromium that tests/browsers drives, as far as apt can: Firefox, and WebKit with its driver and
# a screen in memory. Says what it could not install; the tests of such a browser are skipped, with a sentence.
set -eu

missing() {
    command -v firefox-esr >/dev/null || command -v firefox >/dev/null || echo firefox-esr
    command -v WebKitWebDriver >/dev/null || echo webkit2gtk-driver
    command -v Xvfb >/dev/null || echo xvfb
}

wanted=$(missing)
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "== installing with apt-get:" $wanted
    apt-get update -qq || true
    for package in $wanted; do
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$package" >/dev/null || true
    done
fi

for package in $(missing); do
    echo "$package could not be installed here: its browser is left out. On Debian: apt-get install $package" >&2
done
