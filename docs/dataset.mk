# A whole data set with make: all stages and the release, in parallel, resumable.
#
#   make -f dataset.mk -j 8 RAW=/data/raw LEVEL=low KEY=/secret/key OUT=/data/share
#   make -f dataset.mk -j 8 SETTINGS=settings.conf
#   make -f dataset.mk left                         # one line: what is left to do, and why
#   make -f dataset.mk -j 8 retry                   # does subjects with failed or flagged rows again
#
# RAW holds one folder for each subject. For each of them the stages are done one after another,
#
#   WORK/units/<subject>/scrub.csv, deface.csv, hdrcheck.csv, facecheck.csv
#
# with reports and files beside them; then all of them become WORK/joined.csv, and what every stage
# accepted goes to OUT, with the statement in EVIDENCE (docs/release.md). WORK/released.csv says of each
# file what became of it, with counts at the end.
#
# Hand over OUT, and nothing else. WORK, EVIDENCE and KEY are for you alone: files in WORK have faces, and
# its folders have the names that RAW's have.
#
# Stop it at any time and run it again. The tools write a manifest under its name only when it is
# complete and its files have reached the disk, so make never takes half a stage for a whole one;
# and they do not write again what is already there.
#
# A file that fails, or that a check flags, does not stop the others (exit code 1 of the tools): it is
# held back, it is counted, and make ends with an error when everything is done. A stage that is not
# possible at all (a full disk, a wrong key: exit code 2) stops make; `make -k` goes on with the other
# subjects.
#
# Settings may stand in a file (SETTINGS=, tools/workflow/settings.conf has all of them); Slurm, Snakemake
# and the PACS gateway read the same one. What is said on the command line goes before it.
#
# Limits
# - A stage is done when its manifest exists. Files that are added to a subject later, or other
#   flags, are not noticed: delete WORK/units/<subject>. Take another WORK, OUT and KEY for each LEVEL.
# - A release that holds back what an earlier one gave ends with an error: delete OUT first.
# - Subjects may have any name without a line break; in WORK, what make cannot have in a name is
#   written in octal, a space as @040. RAW, WORK, OUT, EVIDENCE and KEY may have letters, digits and
#   . _ / - only.

RAW      = raw
LEVEL    = high
WORK     = work/$(LEVEL)
OUT      = share/$(LEVEL)
EVIDENCE = evidence/$(LEVEL)

# The secret of all pseudonyms; one is made if there is none. Each subject is a run of its own: only
# a common key makes them agree, and lets an interrupted run go on. At level high, delete the key
# when everything is done: then nobody can link the result any more.
KEY = $(WORK).key

# Threads of each tool: make -j runs several subjects at a time already.
JOBS = 1

# More settings: see tools/workflow/settings.conf.
SETTINGS ?=
ifneq ($(SETTINGS),)
include $(SETTINGS)
endif

# What runs the stages: beside this file where it is installed, in tools/workflow of the sources.
here   := $(dir $(lastword $(filter-out $(SETTINGS),$(MAKEFILE_LIST))))
STAGES ?= $(firstword $(wildcard $(here)stages.sh $(here)../tools/workflow/stages.sh))
$(if $(STAGES),,$(error stages.sh is not beside dataset.mk: name it with STAGES=))

# Every setting that somebody made, in the file or on the command line.
known   := RAW WORK OUT EVIDENCE KEY LEVEL POLICY JOBS REPORTS DECISIONS BIN SCRUB_FLAGS DEFACE_FLAGS \
  HDRCHECK_FLAGS FACECHECK_FLAGS RELEASE_FLAGS
made    := $(foreach name,$(known),$(if $(filter file command,$(subst command line,command,$(origin $(name)))),$(name)))
stages   = sh '$(STAGES)' $(foreach name,$(made),'$(name)=$($(name))')

SHELL := /bin/sh
MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.PHONY: all report retry left
all: report

# The subjects, with @ooo for every byte of ASCII that has a meaning for make or the shell.
subjects := $(shell cd '$(RAW)' && find . -type d ! -name . -prune | sed 's|^\./||' | LC_ALL=C sort \
  | LC_ALL=C awk 'BEGIN { for (i = 1; i < 128; i++) { c = sprintf("%c", i); \
                          if (c !~ /[A-Za-z0-9._-]/) code[c] = sprintf("@%03o", i) } } \
                  { s = ""; for (i = 1; i <= length($$0); i++) { c = substr($$0, i, 1); \
                    s = s (c in code ? code[c] : c) }; print s }')
$(if $(subjects),,$(error there are no folders in RAW=$(RAW)))

units       := $(subjects:%=$(WORK)/units/%)
scrubbed    := $(units:%=%/scrub.csv)
defaced     := $(units:%=%/deface.csv)
headchecked := $(units:%=%/hdrcheck.csv)
facechecked := $(units:%=%/facecheck.csv)

$(KEY):
	@$(stages) key

$(scrubbed): $(WORK)/units/%/scrub.csv: | $(KEY)
	@echo 'scrub $*'
	@$(stages) scrub '$*'

$(defaced): $(WORK)/units/%/deface.csv: $(WORK)/units/%/scrub.csv
	@echo 'deface $*'
	@$(stages) deface '$*'

$(headchecked): $(WORK)/units/%/hdrcheck.csv: $(WORK)/units/%/deface.csv
	@echo 'hdrcheck $*'
	@$(stages) hdrcheck '$*'

$(facechecked): $(WORK)/units/%/facecheck.csv: $(WORK)/units/%/hdrcheck.csv
	@echo 'facecheck $*'
	@$(stages) facecheck '$*'

# The list of the subjects is written when one comes or goes, and then all is joined anew. It is a file,
# since there may be too many for a command line.
listed := $(shell mkdir -p '$(WORK)' && cat '$(WORK)/units.list' 2>/dev/null)
ifneq ($(listed),$(subjects))
$(file >$(WORK)/units.list)
$(foreach one,$(subjects),$(file >>$(WORK)/units.list,$(one)))
endif

$(WORK)/joined.csv: $(facechecked) $(WORK)/units.list
	@$(stages) join

# The evidence is complete when the statement is there: it is written last.
$(EVIDENCE)/statement.json: $(WORK)/joined.csv $(if $(DECISIONS),$(wildcard $(DECISIONS)))
	@echo release
	@$(stages) release

report: $(EVIDENCE)/statement.json
	@awk -F, "$$COUNT" '$(WORK)/released.csv'

left:
	@$(stages) left

retry:
	@$(stages) retry
	@$(MAKE) -f '$(firstword $(MAKEFILE_LIST))' report

define COUNT
NR == 1 { for (i = 1; i <= NF; i++) at[$$i] = i; next }
function verdict(tool) { return $$at[tool] " " $$at[tool "_code"] }
{
  rows[sprintf("%-18s %-22s %-18s %-24s %-18s", verdict("scrub"), verdict("deface"), verdict("hdrcheck"), verdict("facecheck"), verdict("release"))]++
  for (i = split("scrub deface hdrcheck facecheck release", tools, " "); i > 0; i--)
    if ($$at[tools[i]] == "fail" || $$at[tools[i]] == "flag") { bad++; break }
}
END {
  printf "%-18s %-22s %-18s %-24s %-18s %s\n", "scrub", "deface", "hdrcheck", "facecheck", "release", "files"
  for (row in rows) print row, rows[row]
  if (bad) { print bad " of " NR - 1 " files failed or were flagged; see " FILENAME > "/dev/stderr"; exit 1 }
}
endef
export COUNT
