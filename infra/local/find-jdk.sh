#!/bin/sh
# Prints the home of a JDK >= 25: JAVA_HOME, PATH, then the usual folders of Linux, macOS and SDKMAN.
# Without one: a line that says how to get it on this system, and exit code 1.
needed=25

version() { # the major version of the JDK in folder $1, or 0
  [ -x "$1/bin/javac" ] || { echo 0; return; }
  v=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  echo "${v:-0}"
}

home_of() { # the JDK that the command $1 belongs to, through links
  command -v "$1" >/dev/null 2>&1 || return 1
  path=$(command -v "$1")
  while [ -L "$path" ]; do
    link=$(readlink "$path")
    case "$link" in /*) path=$link ;; *) path=$(dirname "$path")/$link ;; esac
  done
  dirname "$(dirname "$path")"
}

try() { [ -n "$1" ] && [ "$(version "$1")" -ge "$needed" ] && { echo "$1"; exit 0; }; }

try "${JAVA_HOME:-}"
try "$(home_of javac)"
[ -x /usr/libexec/java_home ] && try "$(/usr/libexec/java_home -v "$needed+" 2>/dev/null)"
for home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/java/* \
  /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
  /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
  "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/*; do
  try "$home"
done

case "$(uname -s)" in
  Darwin) how="brew install openjdk@25" ;;
  *) if command -v apt-get >/dev/null 2>&1; then how="apt-get install openjdk-25-jdk, or Temurin 25 from https://adoptium.net"
     elif command -v dnf >/dev/null 2>&1; then how="dnf install java-25-openjdk-devel, or Temurin 25 from https://adoptium.net"
     else how="Temurin 25 from https://adoptium.net, or: sdk install java 25-tem"; fi ;;
esac
echo "Stayflow needs a JDK >= $needed and found none. Install one ($how), or set JAVA_HOME to it." >&2
exit 1
