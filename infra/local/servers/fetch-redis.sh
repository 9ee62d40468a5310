#!/usr/bin/env bash
# Fetches a Redis or Valkey server from Debian's packages into this user's cache, and prints the path of
# a program that runs it. Installs nothing, needs no root.
# Usage: fetch-redis.sh redis-7.0 | redis-8.0 | valkey-8.1
# Tests run on it when REDIS_SERVER names the program.
set -euo pipefail

fail() {
  echo "fetch-redis.sh: $1" >&2
  exit 1
}

case "${1:-}" in
  redis-7.0) release=bookworm package=redis-tools ;;
  redis-8.0) release=trixie package=redis-tools ;;
  valkey-8.1) release=trixie package=valkey-tools ;;
  *) fail "Which version? One of redis-7.0, redis-8.0, valkey-8.1." ;;
esac

# Debian's server is one program with several names; the packages of tools carry it under this one.
program=$("$(dirname "$0")/fetch-from-debian.sh" $release $package 'usr/bin/*-check-rdb' "${package%-tools}-server" "$1")
"$program" --version >&2 || fail "What was fetched does not run here."
echo "$program"
