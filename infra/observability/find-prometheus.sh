#!/usr/bin/env bash
# Prints the path of a Prometheus or, with the word promtool, of its tool: the one on PATH, else one out
# of Debian's packages, fetched once into this user's cache. Without any: a line that says what to
# install, and exit code 1.
# Usage: find-prometheus.sh [prometheus | promtool]
set -euo pipefail
program=${1:-prometheus}
case $program in
  prometheus | promtool) ;;
  *) echo "find-prometheus.sh: prometheus or promtool?" >&2; exit 1 ;;
esac
command -v "$program" && exit
"$(dirname "$0")/../local/servers/fetch-from-debian.sh" trixie prometheus "usr/bin/$program" "$program" "$program-2.53" ||
  { echo "Querying real metrics takes Prometheus: install it (apt-get install prometheus, brew install prometheus)." >&2; exit 1; }
