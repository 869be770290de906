#!/usr/bin/env bash
# Puts libtorch 2.13.0 for the CPU into the folder DEST, for the cargo feature `torch`:
#
#   tools/get-libtorch.sh DEST
#   LIBTORCH=DEST cargo build --release --features torch
#
# For Linux on x86_64 and aarch64. Needs python3 with pip; downloads 540 MB and keeps 490 MB. The
# libraries are taken out of the wheels of PyTorch and of two small ones of NVIDIA, which the CPU
# library is linked with. pip itself checks the files against the sums below (--require-hashes).
# A DEST that is complete is left as it is; one that appears is complete.
set -euo pipefail

version=2.13.0
wheels="
torch==$version
  --hash=sha256:60fcdcb2f3876e21146cb4524ef06397d727ca9ad5f020818547e25075fe3cb7
  --hash=sha256:092790c696a760c729fd5722835f50b9d81fd7c8f141571f3f3cf4081a8f664c
nvidia-cuda-runtime==13.0.96
  --hash=sha256:7f82250d7782aa23b6cfe765ecc7db554bd3c2870c43f3d1821f1d18aebf0548
  --hash=sha256:ef9bcbe90493a2b9d810e43d249adb3d02e98dd30200d86607d8d02687c43f55
nvidia-cuda-cupti==13.0.85
  --hash=sha256:4eb01c08e859bf924d222250d2e8f8b8ff6d3db4721288cf35d14252a4d933c8
  --hash=sha256:796bd679890ee55fb14a94629b698b6db54bcfd833d391d5e94017dd9d7d3151
"

say() { echo "get-libtorch: $*" >&2; }
fail() { say "$*"; exit 1; }

[ $# -eq 1 ] && [ -n "$1" ] || { echo "usage: get-libtorch.sh DEST" >&2; exit 2; }
dest=${1%/}
system=$(uname -s) machine=$(uname -m)
case "$system $machine" in
  "Linux x86_64" | "Linux aarch64") ;;
  *) fail "no libtorch for $system on $machine here; any libtorch $version will do, in LIBTORCH" ;;
esac

# The version is written last of all; behind a plus sign it says what it was built for (2.13.0+cu130).
there=$(cat "$dest/build-version" 2>/dev/null || true)
if [ "${there%%+*}" = "$version" ]; then
  say "$dest holds libtorch $there already"
  exit 0
fi
if [ -e "$dest" ] && ! rmdir "$dest" 2>/dev/null; then
  fail "$dest is there and is not libtorch $version; remove it or name another folder"
fi
python3 -m pip --version >/dev/null 2>&1 || fail "python3 with pip is needed"

mkdir -p "$(dirname "$dest")"
work=$(mktemp -d "$dest.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir "$work/wheels"

# One requirement a line.
tr '\n' ' ' <<<"$wheels" | sed 's/ \([a-z-]*==\)/\n\1/g' >"$work/requirements.txt"
say "downloading libtorch $version for $machine (540 MB)"
python3 -m pip download --quiet --disable-pip-version-check --require-hashes \
  --requirement "$work/requirements.txt" --no-deps --only-binary :all: --python-version 3.11 \
  --platform "manylinux_2_28_$machine" --platform "manylinux_2_25_$machine" \
  --platform "manylinux_2_17_$machine" --platform "manylinux2014_$machine" \
  --dest "$work/wheels" || fail "the download failed"

say "unpacking"
python3 - "$work" <<'PYTHON' || fail "the wheels could not be unpacked"
import pathlib, re, shutil, sys, zipfile

work = pathlib.Path(sys.argv[1])
# What libtorch_cpu.so needs; from arm_compute on, on aarch64 alone.
library = re.compile(
    r"(?:torch|nvidia/cu13)/lib/"
    r"(lib(?:torch_cpu|c10|gomp|cudart|cupti|arm_compute|arm_compute_graph|gfortran|nvpl_\w+)\.so[.\d]*)"
)
header = re.compile(r"torch/(include/[\w./+-]+)")
for wheel in sorted(work.glob("wheels/*.whl")):
    with zipfile.ZipFile(wheel) as entries:
        for name in entries.namelist():
            if found := library.fullmatch(name):
                to = work / "libtorch/lib" / found[1]
            elif (found := header.fullmatch(name)) and not name.endswith("/") and ".." not in name:
                to = work / "libtorch" / found[1]
            else:
                continue
            to.parent.mkdir(parents=True, exist_ok=True)
            with entries.open(name) as source, open(to, "wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
for needed in "libtorch_cpu.so", "libc10.so", "libgomp.so.1", "libcudart.so.13", "libcupti.so.13":
    if not (work / "libtorch/lib" / needed).is_file():
        sys.exit(f"{needed} is missing")
PYTHON

# The wheel's own libtorch.so is an empty library that wants the CUDA half too.
ln -s libtorch_cpu.so "$work/libtorch/lib/libtorch.so"
echo "$version" >"$work/libtorch/build-version"
mv -T "$work/libtorch" "$dest"
say "done: LIBTORCH=$(cd "$dest" && pwd)"
