#!/usr/bin/env bash
# Builds what is committed twice, in folders of different names, and compares the programs: they must be
# the same bit for bit, and hold no path of this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

for copy in one another-and-longer; do
  mkdir "$place/$copy"
  git archive HEAD | tar -x -C "$place/$copy"
  env -u CARGO_TARGET_DIR make -C "$place/$copy" build
done
status=0
for tool in "$@"; do
  one=$place/one/target/release/$tool
  if ! cmp "$one" "$place/another-and-longer/target/release/$tool"; then status=1; fi
  for path in "$place" "${CARGO_HOME:-$HOME/.cargo}" "$PWD"; do
    if grep -qaF "$path" "$one"; then echo "$tool holds the path $path" >&2; status=1; fi
  done
done
((status == 0)) && echo "the same bit for bit: $*"
exit "$status"
