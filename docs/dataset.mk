# A whole data set with make: one manifest for each stage and subject, in parallel, resumable.
#
#   make -f dataset.mk -j 8 RAW=/data/raw LEVEL=low KEY=/secret/key
#
# RAW holds one folder for each subject. For each of them two manifests are made,
#
#   WORK/<subject>/scrub.csv      what dcm-scrub did; the files themselves go below OUT
#   WORK/<subject>/hdrcheck.csv   the same rows, checked; header.xlsx next to it is the report
#
# and from all of them WORK/final.csv, with counts at the end.
#
# Stop it at any time and run it again. Both tools write a manifest under its name only when it is
# complete and its files have reached the disk, so make never takes half a stage for a whole one;
# and dcm-scrub does not write again what is already there.
#
# A file that fails, or that the check flags, does not stop the others (exit code 1 of the tools):
# it is a row of final.csv, it is counted, and make ends with an error when everything is done. A
# stage that is not possible at all (a full disk, a wrong key: exit code 2) stops make; `make -k`
# goes on with the other subjects. `make retry` does subjects with failed or flagged rows again.
#
# What may be shared is OUT, which has pseudonymous names only, and final.csv. WORK and KEY are for
# you alone: the folders in WORK have the names that RAW's have.
#
# Limits
# - A stage is done when its manifest exists. Files that are added to a subject later, or other
#   flags, are not noticed: delete WORK/<subject>. Take another WORK, OUT and KEY for each LEVEL.
# - Subjects may have any name without a line break; in WORK, what make cannot have in a name is
#   written in octal, a space as @040. RAW, WORK, OUT and KEY may have letters, digits and . _ / -
#   only.

RAW   ?= raw
LEVEL ?= high
WORK  ?= work/$(LEVEL)
OUT   ?= clean/$(LEVEL)

# The secret of all pseudonyms; one is made if there is none. Each subject is a run of its own: only
# a common key makes them agree, and lets an interrupted run go on. At level high, delete the key
# when everything is done: then nobody can link the result any more.
KEY ?= $(WORK).key

# Threads of each tool: make -j runs several subjects at a time already.
JOBS ?= 1

# Further flags, for example HDRCHECK_FLAGS=--lang=ko, and where the tools are, if not on PATH.
SCRUB_FLAGS    ?=
HDRCHECK_FLAGS ?=
SCRUB          ?= dcm-scrub
HDRCHECK       ?= dcm-hdrcheck

SHELL := /bin/sh
MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.PHONY: all report retry
all: report

# The subjects, with @ooo for every byte of ASCII that has a meaning for make or the shell.
subjects := $(shell cd '$(RAW)' && find . -type d ! -name . -prune | sed 's|^\./||' | LC_ALL=C sort \
  | LC_ALL=C awk 'BEGIN { for (i = 1; i < 128; i++) { c = sprintf("%c", i); \
                          if (c !~ /[A-Za-z0-9._-]/) code[c] = sprintf("@%03o", i) } } \
                  { s = ""; for (i = 1; i <= length($$0); i++) { c = substr($$0, i, 1); \
                    s = s (c in code ? code[c] : c) }; print s }')
scrubbed := $(subjects:%=$(WORK)/%/scrub.csv)
checked  := $(subjects:%=$(WORK)/%/hdrcheck.csv)
$(if $(subjects),,$(error there are no folders in RAW=$(RAW)))

# In a recipe: the subject's real name.
name = "$$(printf '%b' "$$(printf '%s' '$*' | sed 's/@/\\0/g')")"

$(KEY):
	@mkdir -p '$(@D)'
	umask 077 && od -An -N32 -tx1 /dev/urandom | tr -d ' \n' > '$@.new' && mv '$@.new' '$@'

# RAW with a choice of one subject, not RAW/<subject>: the ids in column `source` are made from
# paths below the input, and so stay different from subject to subject.
$(scrubbed): $(WORK)/%/scrub.csv: | $(KEY)
	@mkdir -p '$(@D)'
	$(SCRUB) --input '$(RAW)' --subjects=$(name) --output '$(OUT)' --level $(LEVEL) \
	  --key-file '$(KEY)' --jobs $(JOBS) --quiet --manifest '$@' $(SCRUB_FLAGS) || test $$? -eq 1

$(checked): $(WORK)/%/hdrcheck.csv: $(WORK)/%/scrub.csv
	$(HDRCHECK) --level $(LEVEL) --report '$(@D)/header.xlsx' \
	  --jobs $(JOBS) --quiet --manifest '$@' $(HDRCHECK_FLAGS) < '$<' || test $$? -eq 1

# One header row, then all rows. The names go through a file, since there may be too many for a
# command line. RAW itself changes when a subject comes or goes.
$(WORK)/final.csv: $(checked) $(RAW)
	@: $(file >$@.list,)$(foreach one,$(checked),$(file >>$@.list,$(one)))
	@awk "$$JOIN" '$@.list' > '$@.new' && rm '$@.list' && mv '$@.new' '$@'

report: $(WORK)/final.csv
	@awk -F, "$$COUNT" '$<'

retry:
	@find '$(WORK)' \( -name scrub.csv -o -name hdrcheck.csv \) -exec grep -lE ',(fail|flag),' {} + \
	  | while read -r one; do rm -f "$${one%/*}/scrub.csv" "$${one%/*}/hdrcheck.csv"; done
	@$(MAKE) -f '$(firstword $(MAKEFILE_LIST))' report

define JOIN
$$0 != "" {
  first = 1
  while ((getline line < $$0) > 0) {
    if (!first) print line
    else if (header == "") { header = line; print line }
    else if (line != header) {
      print $$0 ": other columns than the manifests before it; delete it" > "/dev/stderr"
      exit 1
    }
    first = 0
  }
  close($$0)
}
endef
export JOIN

define COUNT
NR == 1 { for (i = 1; i <= NF; i++) at[$$i] = i; next }
{
  rows[sprintf("%-24s %-24s", $$at["scrub"] " " $$at["scrub_code"], $$at["hdrcheck"] " " $$at["hdrcheck_code"])]++
  if ($$at["scrub"] == "fail" || $$at["hdrcheck"] == "fail" || $$at["hdrcheck"] == "flag") bad++
}
END {
  printf "%-24s %-24s %s\n", "scrub", "hdrcheck", "files"
  for (row in rows) print row, rows[row]
  if (bad) { print bad " of " NR - 1 " files failed or were flagged; see " FILENAME > "/dev/stderr"; exit 1 }
}
endef
export COUNT
