#!/bin/bash
# Installs each package into an empty place and runs a small demonstration with what is there, and nothing else on PATH.
#
#   test.sh DIST DEMO_DATA     the folder of the packages; the program that makes demonstration data
#
# CARGO_INSTALL=yes builds the tools with `cargo install --path` too, which takes minutes.
set -euo pipefail

dist=$(cd "${1:?usage: test.sh DIST DEMO_DATA}" && pwd -P)
demo_data=$(realpath "${2:?usage: test.sh DIST DEMO_DATA}")
sources=$(cd "$(dirname "$0")/../.." && pwd -P)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
(cd "$dist" && sha256sum --quiet -c SHA256SUMS)
"$demo_data" phantoms --only chest-ct --matrix 48 --slices 3 --output raw > made.out

# Runs the pipe, and the whole data set with make, by the programs of a prefix.
demonstrate() {
  local prefix=$1 place=$2 share=$3
  mkdir "$place"
  # Nothing else that is called dcm-… can be meant.
  (
    export PATH=$prefix/bin:/usr/bin:/bin
    cd "$place"
    for tool in dcm-scrub dcm-deface dcm-hdrcheck dcm-facecheck dcm-release; do
      [ "$(command -v $tool)" = "$prefix/bin/$tool" ]
      $tool --version | grep -qE "^$tool [0-9.]+ \(commit [0-9a-z]+; features: .*\)$"
      if [ "$share" != none ]; then
        man=$(find "$share/man/man1" -name "$tool.1*")
        [ -s "$man" ] && [ -s "$share/bash-completion/completions/$tool" ]
      fi
    done
    dcm-scrub -q --input ../raw --output scrubbed --level high --checksum | dcm-deface -q --output defaced --checksum |
      dcm-hdrcheck -q --level high --report header.xlsx | dcm-facecheck -q |
      dcm-release -q --output share --evidence evidence > released.csv
    dcm-release verify -q share evidence/statement.json
    [ "$(find share -name '*.dcm' | wc -l)" = 3 ]
    if [ "$share" != none ]; then
      mkdir raw
      cp -r ../raw raw/one
      make -s -f "$share/dicom-deid/dataset.mk" REPORTS=no > make.out
      [ "$(find share/high -name '*.dcm' | wc -l)" = 3 ]
    fi
  )
  echo "$place: passed"
}

# An empty root. Where dpkg may not write one, it is unpacked.
mkdir root
deb=$(echo "$dist"/*.deb)
if [ "$(id -u)" = 0 ] && mkdir -p root/var/lib/dpkg && touch root/var/lib/dpkg/status &&
  dpkg --root="$dir/root" --force-depends -i "$deb" > dpkg.out 2>&1; then
  dpkg --root="$dir/root" -s dcm-tools | grep -q '^Status: install ok installed'
else
  dpkg-deb -x "$deb" root
fi
[ -s root/usr/share/doc/dcm-tools/copyright ] && [ -s root/usr/share/doc/dcm-tools/changelog.gz ]
demonstrate "$dir/root/usr" deb "$dir/root/usr/share"

mkdir tar
tar -xzf "$dist"/*.tar.gz -C tar --strip-components=1
demonstrate "$dir/tar" tarball "$dir/tar/share"

if python3 -m venv venv > venv.out 2>&1; then
  venv/bin/pip install -q --no-index --no-deps "$dist"/*.whl
  venv/bin/pip show -f dcm-tools > files.out
  grep -q 'bin/dcm-release' files.out
  demonstrate "$dir/venv" wheel "$dir/venv/share"
  venv/bin/pip uninstall -q -y dcm-tools
  [ ! -e venv/bin/dcm-scrub ]
else
  echo "SKIPPED: the wheel; python3 makes no virtual environment here"
fi

if [ "${CARGO_INSTALL:-no}" = yes ]; then
  for tool in dcm-scrub dcm-deface dcm-hdrcheck dcm-facecheck dcm-release; do
    # shellcheck disable=SC2086 # flags are words
    "${CARGO:-cargo}" install --quiet --locked --path "$sources/crates/$tool" --root "$dir/cargo" ${CARGO_INSTALL_FLAGS:-}
  done
  demonstrate "$dir/cargo" cargo none
else
  echo "SKIPPED: cargo install --path, which builds everything anew (CARGO_INSTALL=yes)"
fi
