#!/bin/sh
# Usage: install.sh FOLDER LOCK     (LOCK: default, full or dev)
# Gives a local Python environment in FOLDER that holds exactly what requirements/LOCK.txt pins, and
# this package in editable form. Every download must match a digest in the lock; only wheels are
# taken, so no compiler is needed. A stamp keyed on the lock makes the second call return at once.
# Uses uv when it is there and works, else plain `python3 -m venv` and pip.
set -eu
cd "$(dirname "$0")/.."
venv=$1
lock=$2
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or later is needed; $python is $("$python" --version 2>&1)." >&2
    echo "Name another one: make PYTHON=/path/to/python3.11 ..." >&2
    exit 2
}

digest() {
    "$python" - "requirements/$1.txt" pyproject.toml <<'PY'
import hashlib, pathlib, sys
whole = hashlib.sha256(sys.version.encode())
for name in sys.argv[1:]:
    whole.update(pathlib.Path(name).read_bytes())
print(whole.hexdigest())
PY
}

stamped() { [ -x "$venv/bin/python" ] && [ "$(cat "$venv/.stamp-$1" 2>/dev/null)" = "$(digest "$1")" ]; }

stamped "$lock" && exit 0
[ "$lock" = full ] && stamped dev && exit 0

echo "Setting up $venv from requirements/$lock.txt ..." >&2
if [ -n "$(ls "$venv"/.stamp-* 2>/dev/null)" ]; then
    rm -rf "$venv" # ours, of an older lock: build it anew, so that nothing stale stays
fi

with_uv() {
    command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1 || return 1
    [ -x "$venv/bin/python" ] || uv venv --quiet --seed --python "$python" "$venv" || return 1
    uv pip install --quiet --python "$venv/bin/python" --require-hashes --only-binary :all: \
        -r "requirements/$lock.txt"
}

with_pip() {
    if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        "$python" -m venv "$venv" || {
            echo "This Python cannot make an environment. On Debian: make system (python3-venv)." >&2
            exit 2
        }
    fi
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes --only-binary :all: -r "requirements/$lock.txt"
}

with_uv || with_pip

if [ "$lock" = default ]; then # without the build tools: the folder is put on the path
    "$venv/bin/python" - <<'PY'
import pathlib, sysconfig
target = pathlib.Path(sysconfig.get_path("purelib")) / "wellfounded.pth"
target.write_text(str(pathlib.Path("src").resolve()) + "\n", encoding="utf-8")
PY
else
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --no-deps --no-build-isolation --no-index --editable .
fi
digest "$lock" >"$venv/.stamp-$lock"
