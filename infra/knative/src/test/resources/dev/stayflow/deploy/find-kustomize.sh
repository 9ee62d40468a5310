#!/usr/bin/env bash
# Names the real kustomize although the kubectl on PATH is not real: asks the repository's own finder with the
# PATH that the test has, and makes the command's path absolute.
set -euo pipefail
PATH=$REAL_PATH
found=$("$REAL_FINDER") && echo "$(command -v "${found% *}") ${found##* }"
