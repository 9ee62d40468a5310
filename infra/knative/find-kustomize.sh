#!/usr/bin/env bash
# Prints the command that renders a folder as "kubectl apply -k" would: "<command> <folder>" writes the
# objects. It is what KUSTOMIZE names, a kustomize or kubectl on PATH with kustomize >= 5, or kubectl out
# of Debian's packages, fetched once into this user's cache. Without any: a line that says what to
# install, and exit code 1.
set -euo pipefail

five() { # whether the version of the words $1, such as "Kustomize Version: v5.5.0", is 5 or newer
  [[ "$1" =~ v([0-9]+)\.[0-9]+ ]] && [ "${BASH_REMATCH[1]}" -ge 5 ]
}

if [ -n "${KUSTOMIZE:-}" ]; then
  five "$("$KUSTOMIZE" version 2>/dev/null || true)" ||
    { echo "KUSTOMIZE names $KUSTOMIZE, which is no kustomize >= 5." >&2; exit 1; }
  echo "$KUSTOMIZE build"
  exit
fi
if command -v kustomize >/dev/null && five "$(kustomize version 2>/dev/null || true)"; then
  echo "kustomize build"
  exit
fi
if command -v kubectl >/dev/null && five "$(kubectl version --client 2>/dev/null | grep -i kustomize || true)"; then
  echo "kubectl kustomize"
  exit
fi
kubectl=$("$(dirname "$0")/../local/servers/fetch-from-debian.sh" trixie kubernetes-client usr/bin/kubectl kubectl kubectl-1.32) ||
  { echo "Rendering the manifests takes kustomize >= 5: install it, or a kubectl >= 1.27 (brew install kubectl), or put one on PATH." >&2; exit 1; }
echo "$kubectl kustomize"
