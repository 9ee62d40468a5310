#!/usr/bin/env bash
# Fetches one program out of Debian's packages, together with the libraries it needs, into this user's
# cache, and prints the path of what runs it. Installs nothing, needs no root.
# Usage: fetch-from-debian.sh <release> <package> <path within it, may be a pattern> <program> <name in the cache>
set -euo pipefail
release=$1 package=$2 path=$3 program=$4 name=$5

fail() {
  echo "fetch-from-debian.sh: $1" >&2
  exit 1
}

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
cache=${XDG_CACHE_HOME:-$HOME/.cache}/stayflow
unpacked=$cache/$name
if [ -x "$unpacked/$program" ]; then
  echo "$unpacked/$program"
  exit
fi

command -v apt-get dpkg-deb >/dev/null || fail "It takes $program from Debian's packages and needs apt-get and dpkg-deb."
[ -r "$keyring" ] || fail "$keyring is missing: install the package debian-archive-keyring."
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m1 '/debian/*$') ||
  fail "apt knows no mirror of Debian: add one to /etc/apt/sources.list."

mkdir -p "$cache"
work=$(mktemp -d "$cache/fetching-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/state/lists/partial "$work"/archives/partial "$work"/root "$work"/unpacked/lib
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

# shellcheck disable=SC2086 # the path may be a pattern
cp "$work"/root/$path "$work/unpacked/lib/$program"
for type in f l; do
  find "$work/root" -path '*/lib*' -name '*.so*' -type $type -exec cp -P -n {} "$work/unpacked/lib" \;
done
loader=$(cd "$work/unpacked/lib" && find . -type f -name 'ld-linux*.so.*' -printf '%f')
cat >"$work/unpacked/$program" <<END
#!/bin/sh
lib=\$(dirname "\$0")/lib
exec "\$lib/$loader" --library-path "\$lib" "\$lib/$program" "\$@"
END
chmod +x "$work/unpacked/$program"
mv -T "$work/unpacked" "$unpacked" 2>/dev/null || [ -x "$unpacked/$program" ] || fail "Cannot move $program to $unpacked."
echo "$unpacked/$program"
