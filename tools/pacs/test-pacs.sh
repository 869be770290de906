#!/bin/bash
# The gateway between two Orthancs on this machine: what the first one sends comes out in the second without name and
# face, by DIMSE and by STOW-RS; what is refused stays with its reason; receiver and worker are killed in the middle.
#
#   test-pacs.sh BIN     the folder of the programs, demo-data among them
#
# Says what it skips where programs are missing: tools/workflow/install-test-tools.sh installs them.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd -P)
BIN=$(cd "${1:?usage: test-pacs.sh BIN}" && pwd -P)
export PATH=$BIN:/usr/sbin:$PATH
for program in storescp storescu dcmodify Orthanc curl flock; do
  command -v $program > /dev/null || { echo "SKIPPED: the test of the gateway needs $program"; exit 0; }
done

dir=$(mktemp -d)
pids=()
end() {
  code=$?
  [ $code = 0 ] || tail -n 20 "$dir"/*.log "$dir"/gateway/studies/*/log 2> /dev/null || true
  for pid in "${pids[@]}"; do kill -KILL "$pid" 2> /dev/null || true; done
  rm -rf "$dir"
  exit $code
}
trap end EXIT
cd "$dir"
fail() {
  echo "FAILED: $*" >&2
  exit 1
}
# Waits up to a number of seconds for a condition.
await() {
  local until=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    [ $SECONDS -lt $until ] || fail "$what"
    sleep 0.2
  done
}

# --- Two archives. ---
base=$((30000 + $$ % 10000))
gateway_port=$base a_dicom=$((base + 1)) a_http=$((base + 2)) b_dicom=$((base + 3)) b_http=$((base + 4))
archive() {
  cat > "$1.json" << JSON
{ "Name": "$1", "DicomAet": "$1", "DicomPort": $2, "HttpPort": $3, "StorageDirectory": "$dir/$1", "IndexDirectory": "$dir/$1",
  "RemoteAccessAllowed": false, "AuthenticationEnabled": false, "DicomCheckCalledAet": false, "DicomAlwaysAllowStore": true,
  "StableAge": 1, "Plugins": [ $4 ], "DicomModalities": { "deid": [ "DEID", "127.0.0.1", $gateway_port ] } }
JSON
  Orthanc "$1.json" > "$1.log" 2>&1 &
  pids+=($!)
  disown
}
archive A $a_dicom $a_http ""
plugin=$(find /usr/share/orthanc /usr/lib/orthanc -name 'libOrthancDicomWeb.so*' 2> /dev/null | head -n 1 || true)
archive B $b_dicom $b_http "${plugin:+\"$plugin\"}"
rest() { curl -fsS "http://127.0.0.1:$1/$2" "${@:3}"; }
# A machine that lets no server run is no fault of what is tested.
for http in "$a_http" "$b_http"; do
  until rest "$http" system -o /dev/null 2> /dev/null; do
    [ $SECONDS -lt 60 ] || { echo "SKIPPED: the test of the gateway: Orthanc does not start here"; exit 0; }
    sleep 0.2
  done
done

cat > settings.conf << CONF
WORK=$dir/gateway
KEY=$dir/key
LEVEL=high
PACS_PORT=$gateway_port
PACS_WAIT=2
PACS_TO_PORT=$b_dicom
PACS_TO_AET=B
CONF
gateway() { "$here/gateway.sh" settings.conf "$@"; }
receiver=
receive() {
  "$here/gateway.sh" settings.conf receive 2>> receiver.log &
  receiver=$!
  pids+=("$receiver")
  disown
  await 10 "the receiver does not listen" echoscu 127.0.0.1 $gateway_port 2> /dev/null
}
queued() { [ "$(find gateway/queue -mindepth 1 -maxdepth 1 -type d | wc -l)" -ge "$1" ]; }
in_b() { rest $b_http statistics | grep -q "\"CountStudies\" : $1,"; }

# --- A head that has a face, a chest, and one on whose pixels somebody wrote. ---
demo-data phantoms --only head-ct --matrix 64 --slices 24 --output head > data.log
demo-data phantoms --only chest-ct --matrix 48 --slices 3 --seed 2 --output chest > data.log
demo-data phantoms --only chest-ct --matrix 48 --slices 3 --seed 3 --output burned > data.log
find burned -name '*.dcm' -exec dcmodify -nb -i "(0028,0301)=YES" {} +

# The first archive sends the head; the receiver is killed before it thinks that the study is complete.
find head chest -name '*.dcm' | while read -r file; do rest $a_http instances --data-binary "@$file" -o /dev/null; done
receive
sent=0
for study in $(rest $a_http studies | tr -d '[]", \n\t' | sed 's/.\{44\}/&\n/g'); do
  rest $a_http modalities/deid/store --data "$study" -o /dev/null
  sent=$((sent + 1))
  if [ $sent = 1 ]; then
    kill -KILL $receiver
    [ -n "$(ls -A gateway/incoming)" ] || fail "the receiver was killed too late"
    receive
  fi
done
[ $sent = 2 ] || fail "the first archive has $sent studies, not 2"
storescu -R 127.0.0.1 $gateway_port +sd +r burned
await 20 "the studies do not get into the queue" queued 3

# --- The worker is killed while it works, and started anew. ---
setsid "$here/gateway.sh" settings.conf work 2>> worker.log &
worker=$!
pids+=("$worker")
disown
begun() { compgen -G 'gateway/studies/*/units/1/scrub.csv' > /dev/null; }
await 60 "the worker does not begin" begun
kill -KILL -- -$worker
queued 1 || fail "the worker was killed too late"
echo "killed the worker; $(gateway left)"
gateway once 2>> worker.log || fail "the queue is not worked off"
in_b 2 || fail "the second archive does not have both studies: $(rest $b_http statistics)"
[ "$(find gateway/queue -mindepth 1 | wc -l)" = 0 ] || fail "something is left in the queue"

# --- Without name and face. ---
rest $b_http 'instances?expand' > b.json
rest $b_http 'patients?expand' >> b.json
! grep -qE 'DOE|HONG|HOSP' b.json || fail "a name came through"
[ "$(grep -c '"SOPInstanceUID"' b.json)" -ge 27 ] || fail "files are missing"
grep -qh '^1,.*,CT,.*,ok,,.*,ok,,' gateway/studies/*/released.csv || fail "nobody defaced the head"
[ "$(cat gateway/studies/*/deface.csv gateway/studies/*/joined.csv 2> /dev/null |
  awk -F, '$1 == "schema" { for (i = 1; i <= NF; i++) at[$i] = i; next } $at["deface"] == "ok" && $at["facecheck"] == "ok"' |
  wc -l)" = 24 ] || fail "the head's face was not removed and checked"
[ "$(find gateway/refused -name reason | wc -l)" = 1 ] || fail "not one study was refused"
grep -q '^dcm-scrub F_BURNED_IN: 3 files$' gateway/refused/*/reason || fail "the reason is $(cat gateway/refused/*/reason)"
[ "$(find gateway/refused -name 'CT*' -type f | wc -l)" = 3 ] || fail "the refused study is not whole"
echo "storescu: two studies without name and face, one refused; $(gateway left)"

# --- STOW-RS. ---
if [ -z "$plugin" ]; then
  echo "SKIPPED: STOW-RS; Orthanc's DICOMweb plugin is not installed"
  exit 0
fi
echo "PACS_STOW=http://127.0.0.1:$b_http/dicom-web/studies" >> settings.conf
demo-data phantoms --only chest-ct --matrix 48 --slices 3 --seed 4 --output more > data.log
storescu -R 127.0.0.1 $gateway_port +sd +r more
await 20 "the study does not get into the queue" queued 1
gateway once 2>> worker.log || fail "it is not sent by STOW-RS"
in_b 3 || fail "STOW-RS brought nothing"
# The archive is away: the study waits, and nothing is lost.
sed -i 's|^PACS_STOW=.*|PACS_STOW=http://127.0.0.1:9/none|' settings.conf
demo-data phantoms --only chest-ct --matrix 48 --slices 3 --seed 5 --output again > data.log
storescu -R 127.0.0.1 $gateway_port +sd +r again
await 20 "the study does not get into the queue" queued 1
! gateway once 2>> worker.log || fail "what could not be sent was taken for sent"
sed -i 's|^PACS_STOW=.*|PACS_STOW=|' settings.conf
gateway once 2>> worker.log || fail "it is not sent when the archive is back"
in_b 4 || fail "the study was lost"
echo "STOW-RS: passed; a study waits for an archive that is away"
