#!/bin/sh
# Usage: debian.sh PACKAGE...
# Installs those Debian packages that are not there yet, as root, or through sudo otherwise.
# With nothing missing it touches neither the network nor the system.
set -eu
missing=""
for package in "$@"; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || { echo "System packages: all present."; exit 0; }
command -v apt-get >/dev/null 2>&1 || {
    echo "No apt-get here. Install by your own means:$missing" >&2
    exit 2
}
root=""
[ "$(id -u)" = 0 ] || root=sudo
echo "System packages to install:$missing"
$root env DEBIAN_FRONTEND=noninteractive apt-get update -q </dev/null
# shellcheck disable=SC2086
$root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing </dev/null
