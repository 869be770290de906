#!/usr/bin/env bash
# A compiler for cargo (RUSTC_WORKSPACE_WRAPPER) that lints what it compiles and makes its docs: with the dependencies as
# they were compiled, which `cargo clippy` and `cargo doc` would check once more. Clippy's arguments are in CLIPPY_ARGS.
set -euo pipefail

rustc=$1
clippy-driver "$@"
shift

# A crate is documented where it is built itself, not where its tests are.
name='' of_tests=no args=()
while (($# > 0)); do
  case $1 in
    --crate-name) name=$2 ;;
    --test) of_tests=yes ;;
  esac
  case $1 in
    --emit=*) ;;
    --out-dir) shift ;;
    *) args+=("$1") ;;
  esac
  shift
done
case $name in '' | ___ | build_script_build) exit ;; esac
[[ $of_tests = no ]] || exit 0

docs=$(mktemp -d)
trap 'rm -rf "$docs"' EXIT
"$(dirname "$rustc")/rustdoc" "${args[@]}" --document-private-items -D warnings --out-dir "$docs"
