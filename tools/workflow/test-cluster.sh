#!/bin/bash
# Runs a small data set on a real Slurm of two nodes, both on this machine: with job arrays, one node being killed in
# the middle, and with Snakemake. What is released must be, byte for byte, what one pipe on one machine releases.
# Slurm gets sockets, keys, ports and folders of its own; no service of this machine is touched.
#
#   test-cluster.sh BIN     the folder of the programs, demo-data among them
#
# Says what it skips where programs are missing: install-test-tools.sh installs them.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd -P)
BIN=$(cd "${1:?usage: test-cluster.sh BIN}" && pwd -P)
export PATH=$BIN:/usr/sbin:$PATH
for program in slurmctld slurmd munged; do
  command -v $program > /dev/null || { echo "SKIPPED: the test of Slurm needs $program"; exit 0; }
done
snakemake=${SNAKEMAKE:-$(command -v snakemake || true)}

dir=$(mktemp -d)
export SLURM_CONF=$dir/slurm.conf
pids=()
# The processes that this test's cluster runs on a node.
jobs_of() {
  grep -lzsx "SLURMD_NODENAME=$1" /proc/[0-9]*/environ | while read -r environ; do
    ! grep -qzsx "SLURM_CONF=$SLURM_CONF" "$environ" || basename "$(dirname "$environ")"
  done
}
# With what watches over them.
kill_jobs() {
  local pid parent
  for pid in $(jobs_of "$1"); do
    parent=$(awk '/^PPid:/ { print $2 }' "/proc/$pid/status" 2> /dev/null) || continue
    [ "$(cat "/proc/$parent/comm" 2> /dev/null)" != slurmstepd ] || kill -KILL "$parent" 2> /dev/null || true
    kill -KILL "$pid" 2> /dev/null || true
  done
}
end() {
  code=$?
  [ $code = 0 ] || tail -n 15 "$dir"/log/* "$dir"/*/slurm/*.log "$dir"/*.out "$dir"/.snakemake/*.log 2> /dev/null || true
  kill_jobs n1
  kill_jobs n2
  for pid in "${pids[@]}"; do kill -KILL "$pid" 2> /dev/null || true; done
  rm -rf "$dir"
  exit $code
}
trap end EXIT
cd "$dir"

# --- A cluster. ---
mkdir -p n1 n2 ctl log
base=$((20000 + $$ % 10000))
cat > slurm.conf << CONF
ClusterName=t
SlurmctldHost=$(hostname -s)(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket=$dir/munge.sock
CryptoType=crypto/munge
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
SlurmctldPort=$base
SlurmctldPidFile=$dir/ctl.pid
SlurmdPidFile=$dir/%n.pid
SlurmdSpoolDir=$dir/%n
StateSaveLocation=$dir/ctl
SlurmctldLogFile=$dir/log/ctl.log
SlurmdLogFile=$dir/log/%n.log
SlurmdTimeout=10
MinJobAge=3600
SchedulerParameters=sched_interval=2,batch_sched_delay=0
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
NodeName=n1 NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$((base + 1)) CPUs=1 RealMemory=100
NodeName=n2 NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$((base + 2)) CPUs=1 RealMemory=100
PartitionName=p Nodes=n1,n2 Default=YES MaxTime=60 State=UP
CONF
(umask 077 && head -c 128 /dev/urandom > munge.key)
munged --foreground --force --socket="$dir/munge.sock" --key-file="$dir/munge.key" --pid-file="$dir/munge.pid" \
  --log-file="$dir/log/munge.log" --seed-file="$dir/munge.seed" > munge.out 2>&1 &
pids+=($!)
disown
# A machine that lets no cluster run (a container may not) is no fault of what is tested.
does_not_run() {
  tail -n 5 munge.out ctl.out n1.out n2.out 2> /dev/null || true
  echo "SKIPPED: the test of Slurm: $1 does not start here"
  exit 0
}
tries=0
until [ -S munge.sock ]; do
  sleep 0.1
  tries=$((tries + 1))
  [ $tries -lt 300 ] || does_not_run munge
done
slurmctld -D -f slurm.conf > ctl.out 2>&1 &
pids+=($!)
disown
declare -A slurmd
start_node() {
  slurmd -D -f "$dir/slurm.conf" -N "$1" > "$1.out" 2>&1 &
  slurmd[$1]=$!
  pids+=($!)
  disown
}
start_node n1
start_node n2
tries=0
until [ "$(sinfo -h -N -t idle -o %N 2> /dev/null | sort | xargs)" = "n1 n2" ]; do
  sleep 0.5
  tries=$((tries + 1))
  [ $tries -lt 60 ] || does_not_run "a node of Slurm"
done
echo "Slurm: two nodes are idle"

# --- A small data set: a head and three chests, and a file that is none. ---
demo-data phantoms --only head-ct --matrix 64 --slices 24 --output raw > data.out
for seed in 2 3 4; do
  demo-data phantoms --only chest-ct --matrix 64 --slices 6 --seed $seed --output "raw/$seed" > data.out
done
echo "no DICOM" > "raw/2/notes.txt"
settings() {
  cat << CONF
RAW=$dir/raw
WORK=$dir/$1
OUT=$dir/$1.share
EVIDENCE=$dir/$1.evidence
KEY=$dir/key
SHARDS=9
SHARD_BY=study
REPORTS=no
CONF
}
settings slurm.work > slurm.settings
settings snake.work > snake.settings
stages() { sh "$here/stages.sh" SETTINGS="$dir/$1.settings" "${@:2}"; }

# --- One pipe on one machine. Shards stand in the order of their numbers. ---
stages slurm shards
# shellcheck disable=SC2013 # numbers are words
(for shard in $(awk -F, 'NR > 1 { print $1 }' slurm.work/shards/shards.csv); do cat "slurm.work/shards/$shard.files0"; done) |
  { dcm-scrub -q --files0-from - --output one.scrubbed --level high --key-file key --checksum || [ $? = 1 ]; } |
  dcm-deface -q --output one.defaced --key-file key --checksum | dcm-hdrcheck -q --level high | dcm-facecheck -q |
  dcm-release -q --output one.share --evidence one.evidence > one.csv || [ $? = 1 ]
[ -s one.share/SHA256SUMS ] || { echo "FAILED: the one pipe released nothing" >&2; exit 1; }
same() {
  diff -r one.share "$1.work.share" || { echo "FAILED: $1 released something else than one pipe" >&2; exit 1; }
  dcm-release verify -q "$1.work.share" "$1.work.evidence/statement.json"
}

# --- Slurm's job arrays; the node that has the head is killed while it works on it. ---
head=$(grep -l CT_HEAD slurm.work/shards/*.files0 | sed 's|.*/||; s|\.files0||')
"$here/slurm/submit.sh" --wait slurm.settings > submit.out 2>&1 &
submit=$!
node=
tries=0
until [ -n "$node" ]; do
  for one in n1 n2; do
    for pid in $(jobs_of $one); do
      ! tr '\0' ' ' 2> /dev/null < "/proc/$pid/cmdline" | grep -q "dcm-[df].*slurm.work/units/$head/" || node=$one
    done
  done 2> /dev/null
  sleep 0.1
  tries=$((tries + 1))
  [ $tries -lt 600 ] || { echo "FAILED: no task has begun with the head" >&2; exit 1; }
done
kill -KILL "${slurmd[$node]}"
kill_jobs "$node"
[ ! -f "slurm.work/units/$head/facecheck.csv" ] || { echo "FAILED: the node was killed too late" >&2; exit 1; }
echo "killed $node; $(stages slurm left)"
wait $submit || { cat submit.out >&2; echo "FAILED: the data set did not come to its end" >&2; exit 1; }
same slurm
echo "Slurm: released what one pipe releases, though $node was killed; $(stages slurm left)"
# Nothing is left to do: nothing is done again.
touch before
"$here/slurm/submit.sh" --wait slurm.settings > submit.out 2>&1
[ -z "$(find slurm.work/units -newer before)" ] || { echo "FAILED: shards were treated again" >&2; exit 1; }

# --- Snakemake on the same cluster, with its node back. ---
if [ -z "$snakemake" ]; then
  echo "SKIPPED: Snakemake is not installed (SNAKEMAKE=program)"
  exit 0
fi
start_node "$node"
"$snakemake" -s "$here/snakemake/Snakefile" --config settings=snake.settings --profile "$here/snakemake/profile" \
  --latency-wait 5 --seconds-between-status-checks 1 > snake.out 2>&1 ||
  { cat snake.out >&2; echo "FAILED: Snakemake did not come to its end" >&2; exit 1; }
same snake
echo "Snakemake on Slurm: released what one pipe releases; $(stages snake left)"
