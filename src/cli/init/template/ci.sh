#!/bin/sh
# What a change to this rulebook must pass. It says everything that is wrong, then ends with 1.
# Options go to `check` and `test`: `sh ci.sh --format github` writes annotations.
set -u
cd -- "$(dirname -- "$0")" || exit 2

failed=0
falconer check --strict "$@" rules/ || failed=1
falconer fmt --check rules/ || failed=1
falconer test "$@" rules/ || failed=1
exit "$failed"
