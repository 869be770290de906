#!/bin/sh
# The stages of the pipeline for units of a data set: what dataset.mk, Slurm, Snakemake and the PACS gateway run.
#
#   stages.sh [SETTINGS=FILE] [NAME=value]... COMMAND [ARGUMENT]...
#
#   key                 makes the key if there is none
#   shards              splits RAW into shards: each is a unit (needs the key's owner alone to read WORK)
#   scrub|deface|hdrcheck|facecheck UNIT
#                       one stage of a unit
#   unit UNIT           the stages of a unit that are not done yet
#   pending             the units that are not done yet, one a line
#   join                one manifest of all units: WORK/joined.csv
#   release             what all stages accepted goes to OUT, the statement to EVIDENCE
#   left                one line: what is left to do, and why
#   retry               forgets the stages of units that have flagged or failed rows
#   get NAME            the value of a setting
#
# A unit's folder is WORK/units/UNIT. A stage is done when its manifest is there, which the tools write when all it
# names has reached the disk: a stage that was killed is run again, and writes nothing again that is there.
#
# Exit codes: 0 done, also where files were flagged or failed: that stands in the manifests (exit code 1 of the tools).
# 2 and above: not possible, or stopped; what was done stays.
set -u

# One place where all settings have their names and defaults; those of others are asked for with `get`.
# shellcheck disable=SC2034
{
RAW=raw WORK=work OUT=share EVIDENCE=evidence KEY=key LEVEL=high POLICY='' SHARDS=16 SHARD_BY=subject JOBS=1
REPORTS=yes DECISIONS='' BIN='' SCRUB_FLAGS='' DEFACE_FLAGS='' HDRCHECK_FLAGS='' FACECHECK_FLAGS='' RELEASE_FLAGS=''
SLURM_TASKS=1000 SLURM_FLAGS='' PACS_PORT=11112 PACS_AET=DEID PACS_WAIT=30 PACS_TO_HOST=127.0.0.1 PACS_TO_PORT=4242
PACS_TO_AET=ARCHIVE PACS_STOW=''
}
names='RAW WORK OUT EVIDENCE KEY LEVEL POLICY SHARDS SHARD_BY JOBS REPORTS DECISIONS BIN SCRUB_FLAGS DEFACE_FLAGS
HDRCHECK_FLAGS FACECHECK_FLAGS RELEASE_FLAGS SLURM_TASKS SLURM_FLAGS PACS_PORT PACS_AET PACS_WAIT PACS_TO_HOST
PACS_TO_PORT PACS_TO_AET PACS_STOW'

# Reports that are copied into the evidence one by one; of more, a list with their hashes.
most_reports=500

die() {
  echo "stages.sh: $*" >&2
  exit 2
}

# A misspelt setting would be missing without a word.
assign() {
  for name in $names; do
    if [ "$name" = "$1" ]; then
      eval "$1=\$2"
      return
    fi
  done
  die "there is no setting $1"
}

read_settings() {
  [ -r "$1" ] || die "the settings $1 cannot be read"
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      '' | '#'*) ;;
      *=*) assign "${line%%=*}" "${line#*=}" ;;
      *) die "the settings $1 have a line that is not NAME=value" ;;
    esac
  done < "$1"
}

while [ $# -gt 0 ]; do
  case $1 in
    SETTINGS=*) [ -z "${1#SETTINGS=}" ] || read_settings "${1#SETTINGS=}" ;;
    *=*) assign "${1%%=*}" "${1#*=}" ;;
    *) break ;;
  esac
  shift
done
[ $# -gt 0 ] || die "no command; the head of this script lists them"
command=$1
shift

[ -n "$POLICY" ] || POLICY="--level $LEVEL"
units=$WORK/units
shards=$WORK/shards
[ -z "$BIN" ] || PATH=$BIN:$PATH

# The tool that writes a stage's manifest, and the stage before it.
before() {
  case $1 in
    deface) echo scrub ;;
    hdrcheck) echo deface ;;
    facecheck) echo hdrcheck ;;
  esac
}

# Units in their order: those that dataset.mk or the gateway listed, or all shards.
list() {
  if [ -f "$WORK/units.list" ]; then
    cat "$WORK/units.list"
  elif [ -f "$shards/shards.csv" ]; then
    awk -F, 'NR > 1 { print $1 }' "$shards/shards.csv"
  else
    die "there are no units yet: run shards first"
  fi
}

# The name of a subject's folder, of which dataset.mk wrote in octal what make cannot have in a name.
decoded() {
  printf '%b' "$(printf '%s' "$1" | sed 's/@/\\0/g')"
}

key() {
  [ -s "$KEY" ] && return
  mkdir -p "$(dirname "$KEY")" || exit 2
  (umask 077 && od -An -N32 -tx1 /dev/urandom | tr -d ' \n' > "$KEY.new.$$" && mv "$KEY.new.$$" "$KEY") || exit 2
}

make_shards() {
  [ ! -f "$shards/shards.csv" ] || return 0
  mkdir -p "$WORK" || exit 2
  case $RAW in
    /*) raw=$RAW ;;
    *) raw=$PWD/$RAW ;;
  esac
  dcm-scrub shard --input "$raw" --output "$shards" --shards "$SHARDS" --by "$SHARD_BY" || exit 2
}

# Runs a tool; 1 means that it is done, and that rows say what was not. What keeps it from being done is written down
# for `left`.
run() {
  stage=$1
  shift
  "$@" 2>> "$unit/log"
  code=$?
  if [ $code -le 1 ]; then
    rm -f "$unit/stopped"
    return 0
  fi
  echo "$stage $code" > "$unit/stopped"
  tail -n 3 "$unit/log" >&2
  exit $code
}

# shellcheck disable=SC2086 # flags are words
stage() {
  unit=$units/$2
  mkdir -p "$unit" || exit 2
  out=$unit/$1.csv
  set -- "$1" "$2" --manifest "$out" --record "$unit/$1.json" --jobs "$JOBS" --quiet
  stage=$1 name=$2
  shift 2
  if [ "$stage" != scrub ]; then
    in=$unit/$(before "$stage").csv
    [ -f "$in" ] || die "unit $name: $(before "$stage") is not done yet"
  fi
  decisions=
  [ -z "$DECISIONS" ] || [ ! -f "$DECISIONS" ] || decisions="--decisions=$DECISIONS"
  case $stage in
    scrub)
      if [ -f "$shards/$name.files0" ]; then
        set -- --files0-from "$shards/$name.files0" "$@"
      else
        # RAW with a choice of one subject, not RAW/subject: the ids in column `source` are made of paths below the
        # input, and so stay different from subject to subject.
        set -- --input "$RAW" --subjects="$(decoded "$name")" "$@"
      fi
      run scrub dcm-scrub "$@" --output "$unit/scrubbed" $POLICY --key-file "$KEY" --checksum $SCRUB_FLAGS
      ;;
    deface)
      [ "$REPORTS" = no ] || set -- "$@" --report "$unit/faces"
      run deface dcm-deface "$@" --output "$unit/defaced" --key-file "$KEY" --checksum ${decisions:+"$decisions"} \
        $DEFACE_FLAGS < "$in"
      ;;
    hdrcheck)
      [ "$REPORTS" = no ] || set -- "$@" --report "$unit/header.xlsx"
      run hdrcheck dcm-hdrcheck "$@" $POLICY $HDRCHECK_FLAGS < "$in"
      ;;
    facecheck)
      [ "$REPORTS" = no ] || set -- "$@" --report "$unit/face.xlsx" --page "$unit/face.html"
      run facecheck dcm-facecheck "$@" ${decisions:+"$decisions"} $FACECHECK_FLAGS < "$in"
      ;;
  esac
}

# The first stage of a unit that is not done: its manifest is not there, or older than the one before.
first_left() {
  earlier=
  for one in scrub deface hdrcheck facecheck; do
    own=$units/$1/$one.csv
    # Without -nt, which not every sh has.
    if [ ! -f "$own" ] || { [ -n "$earlier" ] && [ -n "$(find "$earlier" -newer "$own")" ]; }; then
      echo $one
      return
    fi
    earlier=$own
  done
}

all_stages() {
  left=$(first_left "$1")
  [ -n "$left" ] || return 0
  doing=no
  for one in scrub deface hdrcheck facecheck; do
    [ $one != "$left" ] || doing=yes
    [ $doing = no ] || stage $one "$1"
  done
}

pending() {
  list | while IFS= read -r name; do
    [ -z "$(first_left "$name")" ] || printf '%s\n' "$name"
  done
}

join() {
  [ -z "$(pending)" ] || die "not all units are done: $(left)"
  list | while IFS= read -r name; do
    printf '%s\0' "$units/$name/facecheck.csv"
  done > "$WORK/joined.list.$$"
  dcm-release join --quiet --files0-from "$WORK/joined.list.$$" --manifest "$WORK/joined.csv"
  code=$?
  rm -f "$WORK/joined.list.$$"
  return $code
}

# Reports get numbers for names: units are called as folders of originals are.
reports() {
  rm -rf "$WORK/reports"
  mkdir -p "$WORK/reports" || exit 2
  number=0
  list | while IFS= read -r name; do
    number=$((number + 1))
    for report in header.xlsx face.xlsx face.html; do
      [ ! -f "$units/$name/$report" ] || ln -f "$units/$name/$report" "$WORK/reports/$number-$report" || exit 2
    done
  done || exit 2
  count=$(find "$WORK/reports" -type f | wc -l)
  if [ "$count" -gt $most_reports ]; then
    (cd "$WORK/reports" && find . -type f | LC_ALL=C sort | xargs sha256sum) > "$WORK/reports.sha256" || exit 2
  fi
}

# shellcheck disable=SC2086 # flags are words
release() {
  [ -f "$WORK/joined.csv" ] || die "the manifests are not joined yet"
  reports
  set --
  if [ "$count" -gt $most_reports ]; then
    set -- --evidence-file "$WORK/reports.sha256"
  else
    for report in "$WORK"/reports/*; do
      [ ! -f "$report" ] || set -- "$@" --evidence-file "$report"
    done
    for name in $(list); do
      for one in scrub deface hdrcheck facecheck; do
        [ ! -f "$units/$name/$one.json" ] || set -- "$@" --run-record "$units/$name/$one.json"
      done
    done
  fi
  [ -z "$DECISIONS" ] || [ ! -f "$DECISIONS" ] || set -- "$@" "--decisions=$DECISIONS"
  unit=$WORK
  run release dcm-release --input "$WORK/joined.csv" --output "$OUT" --evidence "$EVIDENCE" \
    --manifest "$WORK/released.csv" --quiet "$@" $RELEASE_FLAGS
}

# Rows that are not ok, by the first tool that said so: "4 flag F_FACE_DOUBT, 2 fail E_TRUNCATED".
findings() {
  awk -F, '
    FNR == 1 { split("", at); for (i = 1; i <= NF; i++) at[$i] = i; next }
    {
      n = split("scrub deface hdrcheck facecheck release", tools, " ")
      for (i = 1; i <= n; i++) {
        said = at[tools[i]] ? $at[tools[i]] : ""
        if (said == "flag" || said == "fail") {
          key = said " " $at[tools[i] "_code"]
          if (!(key in rows)) order[++kinds] = key
          rows[key]++
          break
        }
      }
    }
    END { for (i = 1; i <= kinds; i++) printf "%s%d %s", (i > 1 ? ", " : ""), rows[order[i]], order[i] }' "$@"
}

left() {
  list | {
    all=0 done=0 why=
    at_scrub=0 at_deface=0 at_hdrcheck=0 at_facecheck=0
    : > "$WORK/left.$$"
    while IFS= read -r name; do
      all=$((all + 1))
      one=$(first_left "$name")
      if [ -z "$one" ]; then
        done=$((done + 1))
      else
        eval "at_$one=\$((at_$one + 1))"
        [ -n "$why" ] || [ ! -f "$units/$name/stopped" ] ||
          why=", the first stopped at $(sed 's/ / with exit code /' "$units/$name/stopped") ($units/$name/log)"
      fi
      for own in facecheck hdrcheck deface scrub; do
        if [ -f "$units/$name/$own.csv" ]; then
          printf '%s\n' "$units/$name/$own.csv" >> "$WORK/left.$$"
          break
        fi
      done
    done
    line="$done of $all units done"
    [ $at_scrub = 0 ] || line="$line, $at_scrub wait for scrub"
    [ $at_deface = 0 ] || line="$line, $at_deface for deface"
    [ $at_hdrcheck = 0 ] || line="$line, $at_hdrcheck for hdrcheck"
    [ $at_facecheck = 0 ] || line="$line, $at_facecheck for facecheck"
    line=$line$why
    found=$(while IFS= read -r file; do
      awk 'FNR == 1 || /,(flag|fail),/' "$file" > "$WORK/left.rows.$$"
      findings "$WORK/left.rows.$$"
      echo
    done < "$WORK/left.$$" | tr ',' '\n' | awk 'NF { n = $1; $1 = ""; sum[$0] += n }
      END { for (kind in sum) print sum[kind] kind }' | LC_ALL=C sort -k2 | paste -sd, - | sed 's/,/, /g')
    rm -f "$WORK/left.$$" "$WORK/left.rows.$$"
    [ -z "$found" ] || line="$line; rows: $found"
    if [ -f "$WORK/stopped" ] && [ $done = $all ]; then
      line="$line; release stopped with exit code $(sed 's/.* //' "$WORK/stopped") ($WORK/log)"
    elif [ ! -f "$WORK/released.csv" ] || { [ -f "$WORK/joined.csv" ] &&
      [ -n "$(find "$WORK/joined.csv" -newer "$WORK/released.csv")" ]; }; then
      line="$line; not released yet"
    elif [ $done = $all ]; then
      line="$line; released to $OUT"
    fi
    printf '%s\n' "$line"
  }
}

retry() {
  list | while IFS= read -r name; do
    if grep -qE ',(fail|flag),' "$units/$name"/*.csv 2> /dev/null; then
      rm -f "$units/$name/scrub.csv" "$units/$name/deface.csv" "$units/$name/hdrcheck.csv" \
        "$units/$name/facecheck.csv"
    fi
  done
}

case $command in
  key) key ;;
  shards) key && make_shards ;;
  scrub | deface | hdrcheck | facecheck) stage "$command" "${1:?which unit?}" ;;
  unit) all_stages "${1:?which unit?}" ;;
  pending | join | release | left | retry) "$command" ;;
  get)
    name=${1:?which setting?}
    for one in $names; do
      [ "$one" != "$name" ] || eval "printf '%s\n' \"\$$name\""
    done
    ;;
  *) die "there is no command $command" ;;
esac
