# Builds, demonstrates, tests and installs the tools. `make help` lists the targets.
# Needs Rust and a C compiler; CARGO_TARGET_DIR is respected.

CARGO  ?= cargo
TARGET := $(or $(CARGO_TARGET_DIR),target)
BIN    := $(TARGET)/release
TOOLS  := dcm-scrub dcm-deface dcm-hdrcheck dcm-facecheck dcm-release

# Networks (nnU-Net) run with libtorch; LIBTORCH names one that is already there.
TORCH     ?= yes
LIBTORCH  ?= $(abspath $(TARGET))/libtorch
HAS_TORCH := $(and $(filter yes,$(TORCH)),$(wildcard $(LIBTORCH)/build-version))
TORCH_ENV := LIBTORCH=$(LIBTORCH) LD_LIBRARY_PATH=$(LIBTORCH)/lib

# Burned-in text is read with Tesseract: OCR=yes links Debian's (docs/burned-in.md). Its tests run where it is there.
OCR     ?= no
HAS_OCR := $(shell pkg-config --exists tesseract lept 2>/dev/null && command -v clang >/dev/null && command -v tesseract >/dev/null && echo yes)

# Whose face it is is told by a network whose weights are fetched once: RECOGNISER=no goes without.
RECOGNISER ?= yes
WEIGHTS    := dlib_face_recognition_resnet_model_v1.dat
fetch_recogniser = @$(if $(filter yes,$(RECOGNISER)),tools/get-recogniser.sh "$(TARGET)" || true,true)

# --features of a list of them; nothing of none.
comma    := ,
space    := $(subst ,, )
features  = $(if $(strip $(1)),--features $(subst $(space),$(comma),$(strip $(1))))
TORCH_FEATURES := nnunet/torch dcm-facecheck/torch
# Lints and tests are built alike, so that no dependency is compiled twice: with what is there.
TEST_OCR := $(if $(HAS_OCR),dcm-scrub/ocr)

prefix      ?= /usr/local
exec_prefix ?= $(prefix)
bindir      ?= $(exec_prefix)/bin
datarootdir ?= $(prefix)/share
mandir      ?= $(datarootdir)/man
sharedir    ?= $(datarootdir)/dicom-deid
docdir      ?= $(datarootdir)/doc/dcm-tools
bashdir     ?= $(datarootdir)/bash-completion/completions
zshdir      ?= $(datarootdir)/zsh/site-functions
fishdir     ?= $(datarootdir)/fish/vendor_completions.d
INSTALL     ?= install

.PHONY: all build build-torch demo demo-of-built test test-programs bench heads efficacy reliability fuzz docs quick check format oldest-rust deny shellcheck sbom reproducible dist dist-test dist-test-of-built test-workflow test-pacs bench-large install uninstall clean help
.DELETE_ON_ERROR:

all: build

# No path of the building machine is in the programs: two builds in two folders are the same, bit for bit.
CARGO_HOME ?= $(HOME)/.cargo
REMAPPED   := $(abspath $(TARGET))=target $(CURDIR)=dcm-tools $(CARGO_HOME)=cargo
build build-torch bench: export RUSTFLAGS += $(addprefix --remap-path-prefix=,$(REMAPPED))
build build-torch bench: export CFLAGS    += $(addprefix -ffile-prefix-map=,$(REMAPPED))
build build-torch bench: export CXXFLAGS  += $(addprefix -ffile-prefix-map=,$(REMAPPED))

build: ## Build the tools and everything around them; fetches the recogniser's weights once (100 MB; RECOGNISER=no: without)
	$(fetch_recogniser)
	$(CARGO) build --release --workspace --locked $(call features,$(if $(filter yes,$(OCR)),dcm-scrub/ocr))

build-torch: ## Build the tools with libtorch, for dcm-facecheck --model
	tools/get-libtorch.sh $(LIBTORCH)
	LIBTORCH=$(LIBTORCH) $(CARGO) build --release --workspace --locked $(call features,$(TORCH_FEATURES) $(if $(filter yes,$(OCR)),dcm-scrub/ocr))

demo: build ## Make demonstration data, scrub, deface, check and release it, and show the results
	@$(MAKE) --no-print-directory demo-of-built

# In sh a pipeline's exit code is that of its last command alone, so all are written down.
demo-of-built:
	rm -rf demo && mkdir demo
	$(BIN)/demo-data phantoms --output demo/raw
	{ $(BIN)/dcm-scrub --input demo/raw --output demo/scrubbed --level high --checksum --record demo/scrub.json; echo $$? >> demo/exit-codes; } \
	  | { $(BIN)/dcm-deface --output demo/defaced --checksum --report demo/faces --record demo/deface.json; echo $$? >> demo/exit-codes; } \
	  | { $(BIN)/dcm-hdrcheck --level high --report demo/header.xlsx --record demo/hdrcheck.json; echo $$? >> demo/exit-codes; } \
	  | { $(BIN)/dcm-facecheck --report demo/face.xlsx --page demo/face.html --record demo/facecheck.json; echo $$? >> demo/exit-codes; } \
	  | $(BIN)/dcm-release --output demo/share --evidence demo/evidence --evidence-file demo/header.xlsx \
	      --evidence-file demo/face.xlsx --run-record demo/scrub.json --run-record demo/deface.json \
	      --run-record demo/hdrcheck.json --run-record demo/facecheck.json --by "A. Nobody" --organisation "Demonstration" \
	      --purpose "To show what can be handed over" > demo/final.csv; echo $$? >> demo/exit-codes
	$(BIN)/dcm-release verify demo/share demo/evidence/statement.json; echo $$? >> demo/exit-codes
	@echo && awk -F, "$$COUNT" demo/final.csv && echo
	@echo "demo/raw                      made-up originals, full of identifiers"
	@echo "demo/scrubbed                 what dcm-scrub made of them"
	@echo "demo/defaced                  the heads among them without faces"
	@echo "demo/faces/index.html         what was removed, in pictures"
	@echo "demo/header.xlsx              the report of dcm-hdrcheck: headers"
	@echo "demo/face.xlsx                the report of dcm-facecheck: faces"
	@echo "demo/face.html                the same as a page"
	@echo "demo/final.csv                the manifest: one row for each original"
	@echo "demo/evidence/statement.html  what a privacy board reads"
	@echo "demo/share                    what can be handed over, and nothing else"
	@if grep -qv '^0$$' demo/exit-codes; then echo "the demonstration FAILED" >&2; exit 1; fi

# Rows of a manifest by the tools' verdicts.
define COUNT
NR == 1 { for (i = 1; i <= NF; i++) at[$$i] = i; next }
function verdict(tool) { return $$at[tool] " " $$at[tool "_code"] }
{ rows[sprintf("%-7s %-17s %-9s %-17s %-9s", $$at["scrub"], verdict("deface"), $$at["hdrcheck"], verdict("facecheck"), verdict("release"))]++ }
END { printf "%-7s %-17s %-9s %-17s %-9s %s\n", "scrub", "deface", "hdrcheck", "facecheck", "release", "files"; for (row in rows) print row, rows[row] }
endef
export COUNT

# LINTED=yes: what is compiled is linted, and its docs are made (tools/lint-and-compile.sh).
LINTED ?= no
LINTER := $(if $(filter yes,$(LINTED)),RUSTC_WORKSPACE_WRAPPER=$(CURDIR)/tools/lint-and-compile.sh CLIPPY_ARGS=-Dwarnings)
# With libtorch unless TORCH=no.
WITH_TORCH = $(filter-out no,$(TORCH))
CARGO_TEST = $(if $(WITH_TORCH),$(TORCH_ENV)) $(LINTER) $(CARGO) test --workspace --locked \
  $(call features,$(if $(WITH_TORCH),$(TORCH_FEATURES)) $(TEST_OCR))

test: ## Run every test; fetches libtorch once (540 MB). TORCH=no: without the tests of networks
	$(fetch_recogniser)
ifneq ($(TORCH),no)
	@tools/get-libtorch.sh $(LIBTORCH) || { echo "make test TORCH=no runs all tests but those of networks" >&2; exit 1; }
endif
	$(CARGO_TEST)

# Compiled, but not run: BIN=target/debug then has all tools.
test-programs:
	$(CARGO_TEST) --no-run

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

# With the features of `make test`, so that nothing is compiled twice.
reliability: ## Run the tests of reliability, the long ones too, and write docs/reliability.md; needs python3
	$(if $(HAS_TORCH),$(TORCH_ENV)) CARGO="$(CARGO)" tools/reliability.py \
	  $(call features,$(if $(HAS_TORCH),$(TORCH_FEATURES)) $(TEST_OCR)) > docs/reliability.md.new
	mv docs/reliability.md.new docs/reliability.md

# Bash counts in a variable of this name: only one that was given to make counts here.
FUZZ_SECONDS := $(if $(filter command line,$(origin SECONDS)),$(SECONDS),60)
fuzz: ## Feed all readers of foreign bytes with damaged ones: SECONDS=60, FUZZ="--target NAME --corpus DIR"
	$(CARGO) run --quiet --locked -p fuzz -- --seconds $(FUZZ_SECONDS) --found "$(TARGET)/fuzz" $(FUZZ)

docs: ## Make man pages, completions and reference pages again
	$(CARGO) run --quiet --locked -p mkdocs

quick: ## Format, lints and tests of what changed since the main branch, in about a minute
	@CARGO="$(CARGO)" .ci/quick

# The oldest Rust that is promised compiles what there is where rustup has it; elsewhere Clippy
# (incompatible_msrv) and a test of testkit (rust_version) stand for it.
RUST_VERSION := $(shell sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)

# Programs whose docs are their own: those of the others are their library's.
WITHOUT_LIBRARY := $(foreach crate,$(patsubst %/Cargo.toml,%,$(wildcard crates/*/Cargo.toml tools/*/Cargo.toml)),\
  $(if $(wildcard $(crate)/src/lib.rs),,$(notdir $(crate))))

# What `make test` compiles serves here too: the same features, those that only tests need (to which
# --examples commits `cargo doc`) among them, and mkdocs' tests instead of `mkdocs --check`.
check: CHECK_ENV      := $(if $(HAS_TORCH),$(TORCH_ENV))
check: CHECK_FEATURES := $(call features,$(if $(HAS_TORCH),$(TORCH_FEATURES)) $(TEST_OCR))
check: format ## Format, lints, docs without warnings, and freshness of what `make docs` makes
	$(CHECK_ENV) $(CARGO) clippy --workspace --all-targets --locked $(CHECK_FEATURES) -- -D warnings
	$(CHECK_ENV) RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --document-private-items --locked \
	  --lib --examples $(addprefix --bin ,$(WITHOUT_LIBRARY)) $(CHECK_FEATURES)
	$(CHECK_ENV) $(CARGO) test --quiet --workspace --bin mkdocs --locked $(CHECK_FEATURES)
	@$(MAKE) --no-print-directory deny shellcheck oldest-rust

oldest-rust: ## Compile with the oldest Rust that is promised, where rustup has it
	@if rustup toolchain list 2>/dev/null | grep -q '^$(subst .,\.,$(RUST_VERSION))'; then \
	  echo "$(CARGO) +$(RUST_VERSION) check"; $(CARGO) +$(RUST_VERSION) check --workspace --all-targets --locked; fi

format: ## Check how the code is laid out
	$(CARGO) fmt --all --check

SCRIPTS := .ci/run .ci/quick $(wildcard tools/*.sh tools/*/*.sh tools/*/*/*.sh tools/*/*/*/*.sh tools/*/*/*.sbatch)
shellcheck: ## Check shell scripts
	@if command -v shellcheck >/dev/null; then shellcheck --exclude=SC2015 $(SCRIPTS); \
	  else echo "NOT CHECKED: shell scripts; shellcheck is not installed"; fi

# The database of known faults is fetched from GitHub, which not every machine reaches.
deny: ## Check licences, sources and known faults of all dependencies (deny.toml)
	@if ! command -v cargo-deny >/dev/null; then \
	  echo "NOT CHECKED: licences, sources and known faults of dependencies; cargo install --locked cargo-deny"; \
	else \
	  cargo-deny --locked check bans licenses sources && \
	  if timeout 20 git ls-remote -q https://github.com/rustsec/advisory-db HEAD >/dev/null 2>&1; then \
	    cargo-deny --locked check advisories; \
	  else echo "NOT CHECKED: known faults of dependencies; their database cannot be reached"; fi; \
	fi

sbom: ## Write the software bill of materials (CycloneDX) to target/sbom.cdx.json; needs python3
	@mkdir -p $(TARGET)
	CARGO="$(CARGO)" tools/sbom.py $(TOOLS) > $(TARGET)/sbom.cdx.json

reproducible: ## Build the tools twice in two folders and compare them bit for bit (ten minutes)
	tools/reproducible.sh $(TOOLS)

# What runs the tools on many machines and beside a PACS, below the folder `tools`.
PROGRAMS_OF_WORKFLOW := workflow/stages.sh workflow/slurm/submit.sh workflow/snakemake/profile/slurm-status.sh \
  pacs/gateway.sh
FILES_OF_WORKFLOW    := workflow/settings.conf workflow/slurm/shards.sbatch workflow/slurm/release.sbatch \
  workflow/snakemake/Snakefile workflow/snakemake/requirements.txt workflow/snakemake/profile/config.yaml

install: ## Install what `make` built: prefix=/usr/local, DESTDIR=
	@for tool in $(TOOLS); do test -x "$(BIN)/$$tool" || { echo "run make first: $$tool is not built" >&2; exit 1; }; done
	$(INSTALL) -d $(foreach dir,$(bindir) $(mandir)/man1 $(mandir)/man5 $(mandir)/man7 $(bashdir) $(zshdir) $(fishdir),"$(DESTDIR)$(dir)")
	for tool in $(TOOLS); do \
	  $(INSTALL) -m 755 "$(BIN)/$$tool" "$(DESTDIR)$(bindir)/$$tool" && \
	  $(INSTALL) -m 644 "docs/man/$$tool"*.1 "$(DESTDIR)$(mandir)/man1" && \
	  $(INSTALL) -m 644 "docs/completions/bash/$$tool" "$(DESTDIR)$(bashdir)/$$tool" && \
	  $(INSTALL) -m 644 "docs/completions/zsh/_$$tool" "$(DESTDIR)$(zshdir)/_$$tool" && \
	  $(INSTALL) -m 644 "docs/completions/fish/$$tool.fish" "$(DESTDIR)$(fishdir)/$$tool.fish" || exit; \
	done
	for file in $(PROGRAMS_OF_WORKFLOW); do $(INSTALL) -D -m 755 "tools/$$file" "$(DESTDIR)$(sharedir)/$${file#workflow/}" || exit; done
	for file in $(FILES_OF_WORKFLOW); do $(INSTALL) -D -m 644 "tools/$$file" "$(DESTDIR)$(sharedir)/$${file#workflow/}" || exit; done
	$(INSTALL) -m 644 docs/dataset.mk "$(DESTDIR)$(sharedir)"
	$(INSTALL) -d "$(DESTDIR)$(docdir)/docs"
	$(INSTALL) -m 644 README.md CHANGELOG.md SECURITY.md CITATION.cff LICENSE-APACHE LICENSE-MIT "$(DESTDIR)$(docdir)"
	$(INSTALL) -m 644 docs/*.md docs/*.json docs/*.png "$(DESTDIR)$(docdir)/docs"
	$(INSTALL) -m 644 docs/man/manifest.5 "$(DESTDIR)$(mandir)/man5"
	$(INSTALL) -m 644 docs/man/dcm-tools.7 "$(DESTDIR)$(mandir)/man7"
	@if test -f "$(TARGET)/$(WEIGHTS)"; then \
	  $(INSTALL) -m 644 "$(TARGET)/$(WEIGHTS)" "$(DESTDIR)$(sharedir)"; fi

uninstall: ## Remove what `make install` installed
	for tool in $(TOOLS); do \
	  rm -f "$(DESTDIR)$(bindir)/$$tool" "$(DESTDIR)$(mandir)/man1/$$tool"*.1 "$(DESTDIR)$(bashdir)/$$tool" \
	    "$(DESTDIR)$(zshdir)/_$$tool" "$(DESTDIR)$(fishdir)/$$tool.fish" || exit; \
	done
	rm -f "$(DESTDIR)$(mandir)/man5/manifest.5" "$(DESTDIR)$(mandir)/man7/dcm-tools.7"
	rm -f "$(DESTDIR)$(sharedir)/$(WEIGHTS)" "$(DESTDIR)$(sharedir)/dataset.mk" \
	  $(foreach file,$(PROGRAMS_OF_WORKFLOW) $(FILES_OF_WORKFLOW),"$(DESTDIR)$(sharedir)/$(file:workflow/%=%)")
	rm -rf "$(DESTDIR)$(docdir)"

# The commit is told to the programs here alone: elsewhere each commit would have them linked anew.
dist: export DCM_COMMIT ?= $(shell git rev-parse --short=12 HEAD 2>/dev/null)
dist: build sbom ## Make packages in target/dist: .deb, tarball, wheel, SHA256SUMS
	$(RM) -r "$(TARGET)/dist"
	SBOM="$(TARGET)/sbom.cdx.json" tools/dist/build.sh "$(BIN)" "$(TARGET)/dist"

dist-test: dist ## Install each package into an empty place and run the demonstration there; CARGO_INSTALL=yes: cargo install too
	tools/dist/test.sh "$(TARGET)/dist" "$(BIN)/demo-data"

# The programs that the tests have made, in packages for trying.
dist-test-of-built:
	$(RM) -r "$(TARGET)/dist-of-built"
	FOREIGN_LIBRARIES=allow tools/dist/build.sh "$(BIN)" "$(TARGET)/dist-of-built"
	$(TORCH_ENV) tools/dist/test.sh "$(TARGET)/dist-of-built" "$(BIN)/demo-data"

test-workflow: ## Test dataset.mk, Slurm and Snakemake with built programs (tools/workflow/install-test-tools.sh installs what is needed)
	$(TORCH_ENV) tools/workflow/test-dataset.sh "$(BIN)"
	$(TORCH_ENV) tools/workflow/test-cluster.sh "$(BIN)"

test-pacs: ## Test the gateway between two Orthancs with built programs (installed by the same script)
	$(TORCH_ENV) tools/pacs/test-pacs.sh "$(BIN)"

bench-large: build ## Measure the pipeline on very many small files in shards (BENCH_FILES=1000000 BENCH_STUDIES=20000 BENCH_DIR=folder)
	tools/workflow/bench-large.py --bin "$(BIN)" --dir "$(or $(BENCH_DIR),$(TARGET)/large)" --files $(or $(BENCH_FILES),1000000) \
	  --studies $(or $(BENCH_STUDIES),20000)

clean: ## Remove everything that was built, and the demonstration
	$(CARGO) clean
	rm -rf demo

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 20
