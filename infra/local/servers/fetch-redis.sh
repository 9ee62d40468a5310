#!/usr/bin/env bash
# Fetches a Redis or Valkey server from Debian's packages, together with the libraries it needs, into
# this user's cache, and prints the path of a program that runs it. Installs nothing, needs no root.
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
server=${package%-tools}-server
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
cache=${XDG_CACHE_HOME:-$HOME/.cache}/stayflow
unpacked=$cache/$1
program=$unpacked/$server
if [ -x "$program" ]; then
  echo "$program"
  exit
fi

command -v apt-get dpkg-deb >/dev/null || fail "It takes the server from Debian's packages and needs apt-get and dpkg-deb."
[ -r "$keyring" ] || fail "$keyring is missing: install the package debian-archive-keyring."
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m1 '/debian/*$') ||
  fail "apt knows no mirror of Debian: add one to /etc/apt/sources.list."

mkdir -p "$cache"
work=$(mktemp -d "$cache/fetching-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/state/lists/partial "$work"/archives/partial "$work"/root "$work"/server/lib
echo "deb [signed-by=$keyring] $mirror $release main" >"$work/sources.list"
# of no installed package, so that every library comes along
touch "$work/status"

apt_get() {
  apt-get -qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- \
    -o Dir::State="$work/state" -o Dir::State::status="$work/status" \
    -o Dir::Cache="$work" -o Dir::Cache::archives="$work/archives" \
    -o APT::Sandbox::User="$(id -un)" "$@" >"$work/log" 2>&1 ||
    { cat "$work/log" >&2; fail "apt-get could not fetch $package of Debian $release."; }
}
apt_get update
apt_get --yes --no-install-recommends --download-only install "$package"
for archive in "$work"/archives/*.deb; do
  dpkg-deb -x "$archive" "$work/root"
done

# Debian's server is one program with several names; the packages of tools carry it under this one.
cp "$work"/root/usr/bin/*-check-rdb "$work/server/lib/$server"
for type in f l; do
  find "$work/root" -path '*/lib*' -name '*.so*' -type $type -exec cp -P -n {} "$work/server/lib" \;
done
loader=$(cd "$work/server/lib" && find . -type f -name 'ld-linux*.so.*' -printf '%f')
cat >"$work/server/$server" <<END
#!/bin/sh
lib=\$(dirname "\$0")/lib
exec "\$lib/$loader" --library-path "\$lib" "\$lib/$server" "\$@"
END
chmod +x "$work/server/$server"
"$work/server/$server" --version >&2 || fail "What was fetched does not run here."
mv -T "$work/server" "$unpacked" 2>/dev/null || [ -x "$program" ] || fail "Cannot move the server to $unpacked."
echo "$program"
