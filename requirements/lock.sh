#!/bin/sh
# Writes the three hash-pinned locks from pyproject.toml. Needs uv. One resolution serves
# CPython 3.11 and later on every platform; `full` and `default` take the versions `dev` chose. Each
# holds the build tool too, so that installing the package itself fetches nothing unpinned.
# Flags make the result independent of this machine's settings: no configuration file, no folder of
# local wheels, no line in the output that names where the wheels came from.
set -eu
cd "$(dirname "$0")/.."
unset PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL UV_FIND_LINKS UV_INDEX UV_EXTRA_INDEX_URL || true

lock() {
    out=$1
    shift
    uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-package wellfounded \
        --no-emit-index-url --no-emit-find-links \
        --output-file "$out" pyproject.toml "$@"
}

lock requirements/dev.txt --extra full --group dev
lock requirements/full.txt --extra full --group build --constraints requirements/dev.txt
lock requirements/default.txt --group build --constraints requirements/dev.txt
