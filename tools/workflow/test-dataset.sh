#!/bin/bash
# Runs a small data set with docs/dataset.mk: what it releases is what one pipe releases, byte for byte, also when it was
# killed in the middle; nothing is done twice; one line says what is left.
#
#   test-dataset.sh BIN     the folder of the programs, demo-data among them
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd -P)
BIN=$(cd "${1:?usage: test-dataset.sh BIN}" && pwd -P)
makefile=$here/dataset.mk
[ -f "$makefile" ] || makefile=$here/../../docs/dataset.mk
makefile=$(realpath "$makefile")
export PATH=$BIN:$PATH
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
fail() {
  echo "FAILED: $*" >&2
  exit 1
}
dataset() {
  make --no-print-directory -f "$makefile" -j 2 "$@"
}
# The first line of `left` must hold these words.
left() {
  local said
  said=$(dataset left "${@:2}")
  [[ $said == *"$1"* ]] || fail "left says '$said', not '$1'"
}

# Subjects of names that a shell or make may stumble upon, one of them with a file that is none.
made=0
for name in "plain" "MUSTER MANN" "it's \$HOME; 50%"; do
  made=$((made + 1))
  demo-data phantoms --only chest-ct --matrix 48 --slices 3 --seed $made --output "raw/$name" > data.out
done
echo "no DICOM" > "raw/MUSTER MANN/notes.txt"
left "0 of 3 units done, 3 wait for scrub; not released yet"

# Killed in the middle, again and again; then done to its end.
for after in 0.2 0.4 0.8; do
  timeout --signal=KILL $after make -f "$makefile" -j 2 > killed.out 2>&1 || true
done 2> /dev/null
code=0
dataset > first.out 2> first.err || code=$?
[ $code = 2 ] || { cat first.err >&2; fail "a file that is no DICOM is not told"; }
grep -q '^1 of 10 files failed or were flagged' first.err || { cat first.err >&2; fail "the count is wrong"; }
left "3 of 3 units done; rows: 1 fail E_NOT_DICOM; released to share/high"

# The same by one pipe, whose last filter too says that a file is held back.
{ dcm-scrub -q --input raw --output one.scrubbed --level high --key-file work/high.key --checksum || [ $? = 1 ]; } |
  dcm-deface -q --output one.defaced --key-file work/high.key --checksum | dcm-hdrcheck -q --level high |
  dcm-facecheck -q | { dcm-release -q --output one.share --evidence one.evidence || [ $? = 1 ]; } > one.csv
rows() { cut -d, -f2- "$1" | LC_ALL=C sort; }
# Subjects stand in another order where their names are written in octal.
diff <(rows one.share/manifest.csv) <(rows share/high/manifest.csv) || fail "other rows"
diff -r -x manifest.csv -x SHA256SUMS one.share share/high || fail "other files"
(cd share/high && sha256sum --quiet -c SHA256SUMS) || fail "SHA256SUMS does not fit"
[ "$(find share/high -name '*.dcm' | wc -l)" = 9 ] || fail "not all files are shared"
dcm-release verify -q share/high evidence/high/statement.json || fail "verify finds differences"
! grep -rlE "MUSTER|plain" share evidence || fail "a folder's name got out"

# Nothing is done twice.
touch before
dataset > second.out 2>&1 || true
[ -z "$(find work share evidence -newer before -type f)" ] || fail "something was done again"

# What was bad is done again, and nothing else; from a file of settings, too.
rm "raw/MUSTER MANN/notes.txt"
printf '# the same\nRAW=raw\nLEVEL=high\nREPORTS=no\n' > settings.conf
dataset SETTINGS=settings.conf retry > retry.out 2>&1 || { cat retry.out >&2; fail "retry does not end well"; }
[ -z "$(find "work/high/units/plain" -newer before -type f)" ] || fail "retry did what was well again"
left "3 of 3 units done; released to share/high" SETTINGS=settings.conf

# A stage that is not possible is told with its reason; others go on.
demo-data phantoms --only chest-ct --matrix 48 --slices 1 --seed 9 --output raw/new > data.out
dataset SCRUB_FLAGS=--no-such-flag > impossible.out 2>&1 && fail "a wrong flag is no error"
left "3 of 4 units done, 1 wait for scrub, the first stopped at scrub with exit code 2 (work/high/units/new/log)"
echo "NONSENSE=1" > wrong.conf
sh "$here/stages.sh" SETTINGS=wrong.conf left 2> wrong.err && fail "a misspelt setting is no error"
grep -q NONSENSE wrong.err || fail "a misspelt setting is not named"

# Parts that were treated with other settings are no data set.
dataset DEFACE_FLAGS='--on-doubt deep' > mixed.out 2>&1 && fail "parts of different settings were joined"
grep -q deface_config mixed.out || { cat mixed.out >&2; fail "it is not said what differs"; }
echo "dataset.mk: passed"
