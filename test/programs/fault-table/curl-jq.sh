#!/usr/bin/env bash
# curl and jq as a careful hand writes them: pipefail, errors of HTTP, retries, compression; records to stdout.
set -euo pipefail
url=$1 kind=$2
get() { curl -sS --fail --location --compressed --retry 3 --retry-delay 1 --max-time 10 "$1"; }
records() { jq -c '.data[]?'; }
case $kind in
  single) get "$url" | records ;;
  offset)
    at=0
    while :; do
      page=$(get "$url?offset=$at&limit=2" | jq -c '.data // []')
      count=$(jq length <<<"$page")
      [ "$count" -eq 0 ] && break
      jq -c '.[]' <<<"$page"
      at=$((at + count))
    done ;;
  page)
    number=1
    while :; do
      page=$(get "$url?page=$number" | jq -c '.data // []')
      [ "$(jq length <<<"$page")" -eq 0 ] && break
      jq -c '.[]' <<<"$page"
      number=$((number + 1))
    done ;;
  cursor)
    next=
    while :; do
      page=$(get "$url${next:+?cursor=$next}")
      records <<<"$page"
      next=$(jq -r '.next // empty' <<<"$page")
      [ -z "$next" ] && break
    done ;;
  link)
    next=$url
    while [ -n "$next" ]; do
      page=$(get "$next")
      records <<<"$page"
      next=$(jq -r '.next // empty' <<<"$page")
    done ;;
esac
