#!/bin/sh
# A gateway beside a PACS: studies that are sent to it come out anonymized, defaced, checked and released, by storescu or
# STOW-RS.
#
#   gateway.sh settings.conf receive   listens (DCMTK's storescp) and puts each study that has arrived into the queue
#   gateway.sh settings.conf work      treats the queue and sends what is released, for ever; `once`: until it is empty
#   gateway.sh settings.conf left      one line: what waits, and why
#
# Below WORK, which is for you alone:
#
#   incoming/         files of studies that are arriving
#   queue/STUDY/      received studies; one goes from here when what was made of it has been sent, or it was refused
#   studies/STUDY/    manifests, evidence and share/, which is what is sent
#   refused/STUDY/    received studies that were not sent, with `reason`
#
# Every step is a rename, or can be done again: whatever is killed, at whatever moment, goes on where it was when it is
# started anew. A study is sent only if every stage accepted every file of it. Names of studies are times, not UIDs.
set -u

here=$(cd "$(dirname "$0")" && pwd -P)
stages=$here/../stages.sh
[ -f "$stages" ] || stages=$here/../workflow/stages.sh
settings=${1:?usage: gateway.sh settings.conf receive|work|once|left}
command=${2:?usage: gateway.sh settings.conf receive|work|once|left}

setting() {
  sh "$stages" SETTINGS="$settings" get "$1" || exit 2
}
work=$(setting WORK) || exit 2
case $work in /*) ;; *) work=$PWD/$work ;; esac
key=$(setting KEY) || exit 2
umask 077
mkdir -p "$work/incoming" "$work/queue" "$work/studies" "$work/refused" || exit 2

say() {
  echo "gateway: $*" >&2
}

# A study that has arrived gets the name of its moment.
enqueue() {
  while :; do
    name=$(date -u +%Y%m%dT%H%M%S)-$(od -An -N4 -tx4 /dev/urandom | tr -d ' ')
    [ -e "$work/queue/$name" ] || [ -e "$work/studies/$name" ] || break
  done
  mv "$1" "$work/queue/$name" && say "received $name"
}

receive() {
  command -v storescp > /dev/null || { say "storescp (dcmtk) is needed"; exit 2; }
  # What arrived for a receiver that was killed: nobody writes there now. Its sender may send it again.
  for left in "$work"/incoming/*; do
    [ ! -d "$left" ] || [ -z "$(ls -A "$left")" ] || enqueue "$left"
  done
  # The folder of a study is new each time (-ss), so that one that is in the queue is never written to again.
  exec storescp "$(setting PACS_PORT)" --aetitle "$(setting PACS_AET)" -od "$work/incoming" -ss study \
    --eostudy-timeout "$(setting PACS_WAIT)" --exec-sync \
    --exec-on-eostudy "sh $here/gateway.sh $settings enqueue #p" > /dev/null
}

# The stages of one study, which is a data set of its own.
treat() {
  own=$work/studies/$1
  mkdir -p "$own/shards" || return 2
  if [ ! -f "$own/units.list" ]; then
    find "$work/queue/$1" -type f -print0 > "$own/shards/1.files0" && echo 1 > "$own/units.list.new" &&
      mv "$own/units.list.new" "$own/units.list" || return 2
  fi
  do_() {
    sh "$stages" SETTINGS="$settings" WORK="$own" KEY="$key" OUT="$own/share" EVIDENCE="$own/evidence" REPORTS=no "$@"
  }
  do_ key && do_ unit 1 && do_ join && do_ release
}

# Why a study is not sent as a whole: its codes, and how many files have each. Nothing if it is.
reason() {
  awk -F, '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $at["release"] == "ok" { next }
    {
      n = split("scrub deface hdrcheck facecheck release", tools, " ")
      for (i = 1; i <= n; i++) {
        code = $at[tools[i] "_code"]
        if (code != "" && code != "S_UPSTREAM" && (code !~ /^S_/ || tools[i] == "release")) break
      }
      files["dcm-" tools[i] " " code]++
    }
    END { for (why in files) print why ": " files[why] " files" }' "$work/studies/$1/released.csv"
}

send() {
  share=$work/studies/$1/share
  stow=$(setting PACS_STOW)
  if [ -z "$stow" ]; then
    storescu --required --aetitle "$(setting PACS_AET)" --call "$(setting PACS_TO_AET)" "$(setting PACS_TO_HOST)" \
      "$(setting PACS_TO_PORT)" +sd +r +sp '*.dcm' "$share" 2>> "$work/studies/$1/log"
    return
  fi
  boundary=dcm-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  code=$({
    find "$share" -name '*.dcm' | while IFS= read -r file; do
      printf -- '--%s\r\nContent-Type: application/dicom\r\n\r\n' "$boundary"
      cat "$file"
      printf '\r\n'
    done
    printf -- '--%s--\r\n' "$boundary"
  } > "$work/studies/$1/body" &&
    curl --silent --output "$work/studies/$1/answer" --write-out '%{http_code}' --request POST \
      --header "Content-Type: multipart/related; type=\"application/dicom\"; boundary=$boundary" \
      --header 'Accept: application/dicom+json' --data-binary "@$work/studies/$1/body" "$stow")
  rm -f "$work/studies/$1/body"
  # 202 means that some were not stored.
  [ "$code" = 200 ]
}

refuse() {
  mkdir -p "$work/refused"
  # The study comes last: where its folder is, the reason is.
  mkdir -p "$work/refused/$1" && cat > "$work/refused/$1/reason" && mv "$work/queue/$1" "$work/refused/$1/received" &&
    say "refused $1: $(tr '\n' ';' < "$work/refused/$1/reason")"
}

# One study of the queue; 1 where it must wait.
study() {
  if [ ! -f "$work/studies/$1/sent" ]; then
    treat "$1"
    code=$?
    if [ $code -ge 128 ] || [ $code = 143 ]; then return 1; fi
    if [ $code -ge 2 ]; then
      # A full disk or a wrong flag is no fault of the study: it waits.
      say "waits: $1: exit code $code ($work/studies/$1)"
      return 1
    fi
    why=$(reason "$1")
    if [ -n "$why" ]; then
      printf '%s\n' "$why" | refuse "$1"
      return
    fi
    if ! send "$1"; then
      say "waits: $1 cannot be sent ($work/studies/$1/log)"
      return 1
    fi
    date -u +%Y-%m-%dT%H:%M:%SZ > "$work/studies/$1/sent"
    say "sent $1"
  fi
  # What has been sent is with both archives; manifests and evidence stay.
  rm -rf "$work/studies/$1/units" "$work/studies/$1/share" "$work/queue/$1"
}

# One worker at a time: its lock goes with it.
alone() {
  exec 9> "$work/lock"
  flock -n 9 || { say "another worker is at work"; exit 2; }
}

round() {
  waits=0
  for folder in "$work"/queue/*; do
    [ -d "$folder" ] || continue
    study "${folder##*/}" || waits=$((waits + 1))
  done
  [ $waits = 0 ]
}

case $command in
  receive) receive ;;
  enqueue) enqueue "${3:?}" ;;
  once) alone && round ;;
  work)
    alone
    while :; do
      round || sleep "$(setting PACS_WAIT)"
      sleep 1
    done
    ;;
  left)
    count() { find "$work/$1" -mindepth 1 -maxdepth 1 | wc -l; }
    reasons() { cat "$@" 2> /dev/null | sort | uniq -c | sort -rn | sed 's/^ *\([0-9]*\)/\1 x/' | paste -sd, -; }
    stopped=$(reasons "$work"/studies/*/stopped "$work"/studies/*/units/1/stopped)
    refused=$(reasons "$work"/refused/*/reason)
    echo "$(count incoming) studies arrive, $(count queue) wait${stopped:+ (stopped with exit code: $stopped)}," \
      "$(count refused) were refused${refused:+ ($refused)}"
    ;;
  *) say "there is no command $command"; exit 2 ;;
esac
