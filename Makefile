# The few commands that a person needs. `make` alone lists them.

PREFIX ?= /usr/local
SWIFT = swift
# One configuration for everything, tests included, so that a machine compiles once.
CONFIGURATION = -c release
BESPOKE = .build/release/bespoke
BENCHMARKS = .build/release/benchmarks
# Some build containers have no home folder; models and libraries still need one.
export HOME := $(or $(HOME),$(shell getent passwd "$$(id -u)" 2>/dev/null | cut -d: -f6),/tmp)

# Where the program keeps models.
MODELS = $(or $(BESPOKE_HOME),$(or $(XDG_DATA_HOME),$(HOME)/.local/share)/bespoke)/models

.PHONY: help demo test build setup models lint install uninstall benchmark clean

help: ## Show this list
	@echo "Bespoke turns a language model into your assistant, with your files. Commands:"
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "%-18s%s\n", $$1, $$2 }'

demo: build models ## Set up, build, and ask the example assistant two questions
	@Scripts/demo $(BESPOKE)

test: ## Set up what tests need, then run the whole suite
	@Scripts/setup --tests
	@$(MAKE) --no-print-directory build models lint
	@$(BESPOKE) models pull all-MiniLM-L6-v2
	@Scripts/test-server install
	@# One test at a time: each already works on all cores, and those that wait for time limits must not wait for others.
	$(SWIFT) test $(CONFIGURATION) --skip-build --no-parallel

build: setup ## Build in release mode
	$(SWIFT) build $(CONFIGURATION) --build-tests

setup: ## Install the system libraries and tools that are missing
	@Scripts/setup

models: build ## Fetch the default models (about 200 MB, once)
	@$(BESPOKE) models pull

lint: ## Check the formatting of the sources
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Benchmarks

install: build ## Install the program into PREFIX (default /usr/local)
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 $(BESPOKE) "$(DESTDIR)$(PREFIX)/bin/bespoke"

uninstall: ## Remove the installed program; your library stays
	rm -f "$(DESTDIR)$(PREFIX)/bin/bespoke"

benchmark: build models ## Measure speed and quality (DATA=folder of evaluation sets)
	@test -d "$(DATA)" || { echo "make benchmark: give the folder of the evaluation sets, DATA=FOLDER"; exit 64; }
	@$(BENCHMARKS) speed "$(DATA)/squadshifts-wiki" --models "$(MODELS)" --program $(BESPOKE)
	@for set in squadshifts-wiki cranfield cmrc2018-zh stard-zh; do $(BESPOKE) eval retrieval "$(DATA)/$$set" || exit; done
	@for set in squadshifts-wiki cmrc2018-zh; do $(BESPOKE) eval answers "$(DATA)/$$set" && $(BESPOKE) eval answers "$(DATA)/$$set" --unanswerable || exit; done

clean: ## Delete what was built; your library stays
	rm -rf .build
