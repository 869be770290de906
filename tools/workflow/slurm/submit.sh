#!/bin/sh
# A data set on a Slurm cluster, with job arrays and without an engine:
#
#   submit.sh settings.conf
#
# splits RAW into shards where that is not done, submits an array of tasks for the shards that are left, and the release
# behind it. Run it again after whatever went wrong: only what is left is done. `stages.sh SETTINGS=settings.conf left`
# says in one line what that is. Start it in a folder that every node sees; settings.conf should have absolute paths.
#
# Prints the numbers of the two jobs; --wait waits for the end, and exits 0 if OUT is released.
set -eu

wait=no
[ "${1:-}" != --wait ] || { wait=yes; shift; }
settings=${1:?usage: submit.sh [--wait] settings.conf}
[ -r "$settings" ] || { echo "submit.sh: $settings cannot be read" >&2; exit 2; }
case $settings in /*) ;; *) settings=$PWD/$settings ;; esac
slurm=$(cd "$(dirname "$0")" && pwd -P)
stages=$(dirname "$slurm")/stages.sh

do_() {
  sh "$stages" SETTINGS="$settings" "$@"
}

do_ shards
work=$(do_ get WORK)
logs=$work/slurm
mkdir -p "$logs"
# Tasks of an earlier array read the list that was theirs.
list=$(mktemp "$logs/pending.XXXXXX")
do_ pending > "$list"
left=$(wc -l < "$list")

behind=
if [ "$left" -gt 0 ]; then
  tasks=$(do_ get SLURM_TASKS)
  [ "$tasks" -le "$left" ] || tasks=$left
  # A node that goes away gives its tasks back to the queue.
  # shellcheck disable=SC2046 # flags are words
  array=$(sbatch --parsable --requeue --open-mode=append --job-name=dcm-shards --array="0-$((tasks - 1))" \
    --cpus-per-task="$(do_ get JOBS)" --output="$logs/%A_%a.log" $(do_ get SLURM_FLAGS) \
    "$slurm/shards.sbatch" "$stages" "$settings" "$list" "$tasks")
  array=${array%%;*}
  echo "array $array: $left shards in $tasks tasks"
  behind="--dependency=afterok:$array --kill-on-invalid-dep=yes"
fi
flags=
[ $wait = no ] || flags=--wait
code=0
# shellcheck disable=SC2046,SC2086 # flags are words
sbatch $flags --requeue --open-mode=append --job-name=dcm-release $behind --output="$logs/release_%j.log" \
  $(do_ get SLURM_FLAGS) "$slurm/release.sbatch" "$stages" "$settings" || code=$?
[ $wait = no ] || do_ left
exit $code
