#!/usr/bin/env bash
# curl and jq along a cursor chain: each page is parsed twice, once for its records, once for its cursor.
set -euo pipefail
url=$1 next=
page=$(mktemp)
trap 'rm -f "$page"' EXIT
while :; do
  curl -sS --fail -o "$page" "$url${next:+?cursor=$next}"
  jq -c '.data[]' "$page"
  next=$(jq -r '.next // empty' "$page")
  [ -z "$next" ] && break
done
