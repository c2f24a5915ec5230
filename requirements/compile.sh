#!/usr/bin/env bash
# Writes the lock files anew from pyproject.toml: `requirements/compile.sh`, or `requirements/compile.sh --upgrade`.
# lint.txt holds every tool; the others are cut from it, so that one version of a package is used everywhere.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-uv}
lock() {
  out=requirements/$1.txt; shift
  "$uv" pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
    --no-annotate --quiet "$@" --output-file "$out"
}
lock lint --extra build --extra test --extra lint "$@"
lock test --extra build --extra test --constraint requirements/lint.txt
lock build --extra build --constraint requirements/lint.txt
lock base --constraint requirements/lint.txt
