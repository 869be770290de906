# Builds, demonstrates, tests and installs the tools. `make help` lists the targets.
# Needs Rust and a C compiler; CARGO_TARGET_DIR is respected.

CARGO  ?= cargo
TARGET := $(or $(CARGO_TARGET_DIR),target)
BIN    := $(TARGET)/release
TOOLS  := dcm-scrub dcm-deface dcm-hdrcheck dcm-facecheck

# Networks (nnU-Net) run with libtorch; LIBTORCH names one that is already there.
TORCH    ?= yes
LIBTORCH ?= $(abspath $(TARGET))/libtorch

# Burned-in text is read with Tesseract: OCR=yes links Debian's (docs/burned-in.md). Its tests run where it is there.
OCR     ?= no
comma   := ,
HAS_OCR := $(shell pkg-config --exists tesseract lept 2>/dev/null && command -v clang >/dev/null && command -v tesseract >/dev/null && echo yes)

prefix      ?= /usr/local
exec_prefix ?= $(prefix)
bindir      ?= $(exec_prefix)/bin
datarootdir ?= $(prefix)/share
mandir      ?= $(datarootdir)/man
bashdir     ?= $(datarootdir)/bash-completion/completions
zshdir      ?= $(datarootdir)/zsh/site-functions
fishdir     ?= $(datarootdir)/fish/vendor_completions.d
INSTALL     ?= install

.PHONY: all build build-torch demo test bench heads efficacy docs check install uninstall clean help
.DELETE_ON_ERROR:

all: build

build: ## Build the tools and everything around them
	$(CARGO) build --release --workspace --locked $(if $(filter yes,$(OCR)),--features dcm-scrub/ocr)

build-torch: ## Build the tools with libtorch, for dcm-facecheck --model
	tools/get-libtorch.sh $(LIBTORCH)
	LIBTORCH=$(LIBTORCH) $(CARGO) build --release --workspace --locked --features nnunet/torch,dcm-facecheck/torch$(if $(filter yes,$(OCR)),$(comma)dcm-scrub/ocr)

# In sh a pipeline's exit code is that of its last command alone, so all are written down.
demo: build ## Make demonstration data, scrub, deface and check it, and show the results
	rm -rf demo && mkdir demo
	$(BIN)/demo-data phantoms --output demo/raw
	{ $(BIN)/dcm-scrub --input demo/raw --output demo/scrubbed --level high; echo $$? >> demo/exit-codes; } \
	  | { $(BIN)/dcm-deface --output demo/defaced --report demo/faces; echo $$? >> demo/exit-codes; } \
	  | { $(BIN)/dcm-hdrcheck --level high --report demo/header.xlsx; echo $$? >> demo/exit-codes; } \
	  | $(BIN)/dcm-facecheck --report demo/face.xlsx --page demo/face.html > demo/final.csv; echo $$? >> demo/exit-codes
	@echo && awk -F, "$$COUNT" demo/final.csv && echo
	@echo "demo/raw               made-up originals, full of identifiers"
	@echo "demo/scrubbed          what dcm-scrub made of them"
	@echo "demo/defaced           the heads among them without faces"
	@echo "demo/faces/index.html  what was removed, in pictures"
	@echo "demo/final.csv         the manifest: one row for each original"
	@echo "demo/header.xlsx       the report of dcm-hdrcheck: headers"
	@echo "demo/face.xlsx         the report of dcm-facecheck: faces"
	@echo "demo/face.html         the same as a page"
	@if grep -qv '^0$$' demo/exit-codes; then echo "the demonstration FAILED" >&2; exit 1; fi

# Rows of a manifest by the tools' verdicts.
define COUNT
NR == 1 { for (i = 1; i <= NF; i++) at[$$i] = i; next }
function verdict(tool) { return $$at[tool] " " $$at[tool "_code"] }
{ rows[sprintf("%-7s %-17s %-9s %-17s", $$at["scrub"], verdict("deface"), $$at["hdrcheck"], verdict("facecheck"))]++ }
END { printf "%-7s %-17s %-9s %-17s %s\n", "scrub", "deface", "hdrcheck", "facecheck", "files"; for (row in rows) print row, rows[row] }
endef
export COUNT

test: ## Run every test; fetches libtorch once (540 MB). TORCH=no: without the tests of networks
ifeq ($(TORCH),no)
	$(CARGO) test --workspace --locked $(if $(HAS_OCR),--features dcm-scrub/ocr)
else
	@tools/get-libtorch.sh $(LIBTORCH) || { echo "make test TORCH=no runs all tests but those of networks" >&2; exit 1; }
	LIBTORCH=$(LIBTORCH) LD_LIBRARY_PATH=$(LIBTORCH)/lib $(CARGO) test --workspace --locked --features nnunet/torch,dcm-facecheck/torch$(if $(HAS_OCR),$(comma)dcm-scrub/ocr)
endif

bench: build ## Measure time and memory next to cp -r (13 GB; BENCH_DIR=folder; NNUNETV2=program to compare with)
ifdef NNUNETV2
	tools/get-libtorch.sh $(LIBTORCH)
	LIBTORCH=$(LIBTORCH) $(CARGO) build --release --locked -p nnunet --features torch --example predict
endif
	$(BIN)/bench $(if $(BENCH_DIR),--dir "$(BENCH_DIR)")

heads: build ## Measure dcm-deface on made-up heads and write docs/heads.md and docs/heads-cues.csv
	$(BIN)/score-heads --output docs/heads.md --cues docs/heads-cues.csv

# Text in pixels is read, so this builds with Tesseract.
efficacy: OCR = yes
efficacy: build ## Score dcm-scrub on planted identifiers and write docs/efficacy.md
	$(BIN)/efficacy report --output docs/efficacy.md

docs: ## Make man pages, completions and reference pages again
	$(CARGO) run --quiet --locked -p mkdocs

check: ## Format, lints, and freshness of what `make docs` makes
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	$(CARGO) run --quiet --locked -p mkdocs -- --check

install: ## Install what `make` built: prefix=/usr/local, DESTDIR=
	@for tool in $(TOOLS); do test -x "$(BIN)/$$tool" || { echo "run make first: $$tool is not built" >&2; exit 1; }; done
	$(INSTALL) -d $(foreach dir,$(bindir) $(mandir)/man1 $(bashdir) $(zshdir) $(fishdir),"$(DESTDIR)$(dir)")
	for tool in $(TOOLS); do \
	  $(INSTALL) -m 755 "$(BIN)/$$tool" "$(DESTDIR)$(bindir)/$$tool" && \
	  $(INSTALL) -m 644 "docs/man/$$tool"*.1 "$(DESTDIR)$(mandir)/man1" && \
	  $(INSTALL) -m 644 "docs/completions/bash/$$tool" "$(DESTDIR)$(bashdir)/$$tool" && \
	  $(INSTALL) -m 644 "docs/completions/zsh/_$$tool" "$(DESTDIR)$(zshdir)/_$$tool" && \
	  $(INSTALL) -m 644 "docs/completions/fish/$$tool.fish" "$(DESTDIR)$(fishdir)/$$tool.fish" || exit; \
	done

uninstall: ## Remove what `make install` installed
	for tool in $(TOOLS); do \
	  rm -f "$(DESTDIR)$(bindir)/$$tool" "$(DESTDIR)$(mandir)/man1/$$tool"*.1 "$(DESTDIR)$(bashdir)/$$tool" \
	    "$(DESTDIR)$(zshdir)/_$$tool" "$(DESTDIR)$(fishdir)/$$tool.fish" || exit; \
	done

clean: ## Remove everything that was built, and the demonstration
	$(CARGO) clean
	rm -rf demo

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 18
