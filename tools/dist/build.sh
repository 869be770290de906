#!/bin/bash
# Makes packages of the built programs: a Debian package, a tarball, a wheel, and SHA256SUMS over them. The same programs
# and the same commit give the same bytes (SOURCE_DATE_EPOCH, else the commit's time).
#
#   build.sh BIN OUT     the folder of the programs; where to put the packages
#
# `make dist` calls it. FOREIGN_LIBRARIES=allow packs programs that need more than the C library (libtorch, Tesseract):
# such packages run only where those are, and are for trying.
set -euo pipefail

BIN=$(cd "${1:?usage: build.sh BIN OUT}" && pwd -P)
mkdir -p "${2:?usage: build.sh BIN OUT}"
out=$(cd "$2" && pwd -P)
cd "$(dirname "$0")/../.."
name=dcm-tools
version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2> /dev/null || echo 0)}
tools=$(sed -n 's/^TOOLS *:= *//p' Makefile)

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
umask 022

# --- What all packages hold. ---
make -s install BIN="$BIN" DESTDIR="$stage/root" prefix=/usr > /dev/null
for tool in $tools; do
  program=$stage/root/usr/bin/$tool
  strip --strip-unneeded "$program"
  # What every Linux has; glibc is old enough (below).
  foreign=$(objdump -p "$program" | awk '$1 == "NEEDED" { print $2 }' |
    grep -vE '^(libc|libm|libgcc_s|libdl|libpthread|librt|ld-linux-.*)\.so\.' || true)
  if [ -n "$foreign" ] && [ "${FOREIGN_LIBRARIES:-refuse}" != allow ]; then
    echo "build.sh: $tool needs ${foreign//$'\n'/, } and so cannot be packed: build without torch and ocr" >&2
    exit 1
  fi
done
glibc=$(for tool in $tools; do objdump -T "$stage/root/usr/bin/$tool"; done |
  grep -o 'GLIBC_[0-9.]*' | sed 's/GLIBC_//' | sort -Vu | tail -n 1)
case $(uname -m) in
  x86_64) deb_arch=amd64 ;;
  aarch64) deb_arch=arm64 ;;
  *) deb_arch=$(dpkg --print-architecture) ;;
esac
if [ -f "${SBOM:-}" ]; then
  install -m 644 "$SBOM" "$stage/root/usr/share/doc/$name/"
fi
find "$stage/root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

# --- Tarball: bin, share. ---
base=$name-$version-$(uname -m)-linux
tar -C "$stage/root/usr" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
  --transform "s|^\./|$base/|;s|^\.$|$base|" -cf - . | gzip -9n > "$out/$base.tar.gz"

# --- Wheel. ---
python3 tools/dist/wheel.py --root "$stage/root/usr" --version "$version" --glibc "$glibc" --out "$out"

# --- Debian package: man pages compressed, copyright and changelog where policy wants them. ---
deb=$stage/deb
cp -a "$stage/root" "$deb"
find "$deb/usr/share/man" -name '*.[157]' -exec gzip -9n {} +
doc=$deb/usr/share/doc/$name
gzip -9nc CHANGELOG.md > "$doc/changelog.gz"
rm -f "$doc/CHANGELOG.md"
{
  echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
  echo
  echo "Files: *"
  echo "Copyright: The authors of dcm-tools"
  echo "License: MIT or Apache-2.0"
  echo " $(sed 's/^$/./' LICENSE-MIT | sed '2,$s/^/ /')"
  echo " ."
  echo " On Debian systems the Apache License 2.0 is in /usr/share/common-licenses/Apache-2.0."
} > "$doc/copyright"
rm -f "$doc"/LICENSE-*
mkdir "$deb/DEBIAN"
cat > "$deb/DEBIAN/control" << CONTROL
Package: $name
Version: $version
Section: science
Priority: optional
Architecture: $deb_arch
Depends: libc6 (>= $glibc), libgcc-s1
Suggests: make, slurm-client, dcmtk
Installed-Size: $(du -sk --apparent-size "$deb/usr" | cut -f1)
Maintainer: The authors of dcm-tools <dcm-tools@localhost.invalid>
Description: makes head scans safe to share
 Removes what identifies a patient from the headers of DICOM files and the face
 from head CT and MR, checks both with code of its own, and releases what passed
 with a statement for a privacy board.
CONTROL
find "$deb" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --build "$deb" "$out/${name}_${version}_$deb_arch.deb" > /dev/null

cd "$out"
rm -f SHA256SUMS
find . -maxdepth 1 -type f -name 'dcm[-_]tools*' -printf '%f\n' | LC_ALL=C sort | xargs sha256sum > SHA256SUMS.new
mv SHA256SUMS.new SHA256SUMS
cat SHA256SUMS
