#!/bin/sh
# Usage: install.sh FOLDER LOCK     (LOCK: default, full or dev)
# Gives a local Python environment in FOLDER that holds exactly what requirements/LOCK.txt pins, and
# this package in editable form. Every download must match a digest in the lock; only wheels are
# taken, so no compiler is needed. Stamps keyed on the lock make the second call return at once.
# Uses uv when it is there and works, else plain `python3 -m venv` and pip.
set -eu
cd "$(dirname "$0")/.."
venv=$1
lock=$2
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or later is needed; $python is: $("$python" --version 2>&1)" >&2
    echo "Name another one: make PYTHON=/path/to/python3.11 ..." >&2
    exit 2
}

digest() {
    "$python" -c 'import hashlib, pathlib, sys
print(hashlib.sha256(sys.version.encode() + pathlib.Path(sys.argv[1]).read_bytes()).hexdigest())' "$1"
}
stamped() { [ -x "$venv/bin/python" ] && [ "$(cat "$venv/.stamp-$1" 2>/dev/null)" = "$(digest "$2")" ]; }
libraries_there() {
    stamped "$lock" "requirements/$lock.txt" ||
        { [ "$lock" = full ] && stamped dev requirements/dev.txt; }
}

with_uv() {
    uv --version >/dev/null 2>&1 || return 1
    [ -x "$venv/bin/python" ] || uv venv --quiet --seed --python "$python" "$venv" || return 1
    uv pip install --quiet --python "$venv/bin/python" --require-hashes --only-binary :all: \
        -r "requirements/$lock.txt"
}
with_pip() {
    if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        "$python" -m venv "$venv" || {
            echo "This Python cannot make an environment. On Debian: make system (python3-venv)." >&2
            return 2
        }
    fi
    pip --require-hashes --only-binary :all: -r "requirements/$lock.txt"
}
pip() {
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-input \
        --root-user-action=ignore "$@"
}

if ! libraries_there; then
    echo "Setting up $venv from requirements/$lock.txt ..." >&2
    # Ours, of an older lock: build it anew, so that nothing stale stays. Of `full`, go on to `dev`.
    if [ -n "$(ls "$venv"/.stamp-* 2>/dev/null)" ] && ! stamped full requirements/full.txt; then
        rm -rf "$venv"
    fi
    with_uv || with_pip
    digest "requirements/$lock.txt" >"$venv/.stamp-$lock"
fi
if ! stamped package pyproject.toml; then
    pip --no-deps --no-build-isolation --no-index --editable .
    digest pyproject.toml >"$venv/.stamp-package"
fi
