#!/usr/bin/env bash
# Stands in for kubectl: asks the test, which plays the cluster, what to answer. No argument of ours has a
# line break in it, and its input no zero byte. It is called thousands of times: cat, which reads in blocks,
# does what bash would do byte by byte.
set -euo pipefail

exec 3<>"/dev/tcp/127.0.0.1/$FAKE_CLUSTER_PORT"
printf '%s\n' "$#" "$@" >&3
case " $* " in *" - "* | *" --patch-file=/dev/stdin "*) cat >&3 ;; esac
printf '\0' >&3
read -r status <&3
read -r stays <&3
read -r err <&3
[ -z "$err" ] || base64 -d <<<"$err" >&2
cat <&3
[ "$stays" = false ] || exec sleep 3600
exit "$status"
