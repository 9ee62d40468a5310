#!/usr/bin/env bash
# Stands in for kubectl: asks the test, which plays the cluster, what to answer. No argument of ours has a
# line break in it.
set -euo pipefail

input=""
for argument in "$@"; do
  case $argument in -|--patch-file=/dev/stdin) input=$(base64 | tr -d '\n') ;; esac
done
exec 3<>"/dev/tcp/127.0.0.1/$FAKE_CLUSTER_PORT"
printf '%s\n' "$#" "$@" "$input" >&3
read -r status <&3
read -r stays <&3
read -r out <&3
read -r err <&3
exec 3>&-
[ -z "$out" ] || base64 -d <<<"$out"
[ -z "$err" ] || base64 -d <<<"$err" >&2
[ "$stays" = false ] || exec sleep 3600
exit "$status"
