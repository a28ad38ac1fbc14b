# `make` is enough for a start; `make help` lists the rest. Written for GNU make 3.81 and newer.

SHELL := /bin/bash
.DEFAULT_GOAL := learn
.PHONY: learn build server install test lint format bench clean help setup swift

SWIFT  ?= swift
PREFIX ?= /usr/local
DESTDIR ?=

# On a terminal SwiftPM shows its progress in one line; elsewhere it would print a line a file.
QUIET := $(shell [ -t 2 ] || echo --quiet)
BUILD := $(SWIFT) build $(QUIET)
TEST  := $(SWIFT) test --disable-xctest
# The server carries Swift's libraries where that can be had: it runs where there is no Swift, and calls them directly.
# That Foundation names mktemp, of which the linker warns, is nothing that whoever builds this could mend.
SERVER := $(BUILD) -c release $(if $(filter Linux,$(shell uname -s)),--static-swift-stdlib) \
    2> >(grep -v 'mktemp' >&2)
SOURCES := Package.swift Sources Tests
LINT  := $(SWIFT) format lint --strict --parallel --recursive $(SOURCES) \
    || { echo "Badly formatted; 'make format' mends most of it." >&2; false; }

learn: build ## set up, build, and open the list of lessons (the default)
	@.build/debug/zabscope learn

build: setup ## build .build/debug/zabscope
	@echo "Building zabscope (the first time takes a minute or two)."
	@$(BUILD) --product zabscope

server: setup ## build .build/release/zabd, the real server
	@echo "Building zabd (the first time takes five to ten minutes: TLS comes as source)."
	@$(SERVER) --product zabd

install: setup ## build for release and install under PREFIX (/usr/local)
	@echo "Building zabscope for release."
	@$(BUILD) -c release --product zabscope
	@bin="$(DESTDIR)$(PREFIX)/bin"; share="$(DESTDIR)$(PREFIX)/share/zabscope"; \
	if ! { mkdir -p "$$bin" "$$share/Lessons" && [ -w "$$bin" ]; } 2>/dev/null; then \
	    echo "$$bin cannot be written to. Use 'sudo make install', or a folder of your own:" >&2; \
	    echo "    make install PREFIX=$$HOME/.local" >&2; \
	    exit 1; \
	fi; \
	install -m 755 .build/release/zabscope "$$bin/zabscope" && \
	for page in Lessons/*.md; do \
	    [ ! -e "$$page" ] || install -m 644 "$$page" "$$share/Lessons/" || exit 1; \
	done; \
	echo "Installed $$bin/zabscope"; \
	case ":$$PATH:" in *":$(PREFIX)/bin:"*) ;; *) echo "Add $(PREFIX)/bin to your PATH." ;; esac

# The swarm runs thousands of worlds, so SimulatorTests is built for release, and alone (see the end
# of Package.swift). All parts run even if one fails; what failed and the test runner's summaries stand last.
test: setup ## run every test and check the formatting
	@mkdir -p .build; rm -f .build/test-*.log; failed=; \
	run() { \
	    name="$$1"; log=".build/test-$$1.log"; shift; \
	    env "$$@" 2>&1 | tee "$$log"; \
	    [ $${PIPESTATUS[0]} = 0 ] && grep -q 'Test run with [1-9]' "$$log" \
	        || failed="$$failed $$name"; \
	}; \
	{ $(LINT); } || failed=" formatting"; \
	echo "Testing everything but the simulator, in debug."; \
	run debug $(TEST) --skip '^SimulatorTests\.'; \
	echo "Testing the simulator, in release."; \
	run release ZABSCOPE_TESTS=SimulatorTests \
	    $(TEST) -c release --test-product zabscopePackageTests; \
	echo; [ -z "$$failed" ] || { \
	    echo "Failed, or ran no test:$$failed"; \
	    grep -ahE '✘ Test .*(recorded an issue|failed after)|error: ' \
	        .build/test-debug.log .build/test-release.log | cut -c1-600; \
	}; \
	grep -h 'Test run with' .build/test-debug.log .build/test-release.log; \
	[ -z "$$failed" ]

lint: swift ## check the formatting
	@$(LINT)

format: swift ## format every source
	@$(SWIFT) format --in-place --parallel --recursive $(SOURCES)

bench: setup ## measure, in a release build
	@$(SERVER) --product bench
	@$(SERVER) --product zabd
	@.build/release/bench

clean: ## remove what was built
	@rm -rf .build Output/drawn

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{ printf "make %-8s  %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

swift:
	@version=$$($(SWIFT) --version 2>/dev/null \
	    | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1); \
	case "$$version" in \
	    "") found="none was found" ;; \
	    [0-5].*|6.[01]) found="this is Swift $$version" ;; \
	    *) exit 0 ;; \
	esac; \
	echo "zabscope needs Swift 6.2 or newer, and $$found. Get one from https://swift.org/install" >&2; \
	exit 1

# What is missing is named before it is installed; when nothing is, nothing is said or fetched.
ifeq ($(shell uname -s),Darwin)

FORMULAE := graphviz cmark-gfm pkgconf

setup: swift
	@if ! command -v brew >/dev/null; then \
	    echo "zabscope needs $(FORMULAE) from Homebrew, see https://brew.sh" >&2; exit 1; \
	fi; \
	formulae=; font=; \
	for name in $(FORMULAE); do \
	    brew list --formula "$$name" >/dev/null 2>&1 || formulae="$$formulae $$name"; \
	done; \
	brew list --cask font-dejavu >/dev/null 2>&1 || font=" font-dejavu"; \
	[ -n "$$formulae$$font" ] || exit 0; \
	echo "Installing with brew:$$formulae$$font"; \
	{ [ -z "$$formulae" ] || brew install --quiet $$formulae; } && \
	{ [ -z "$$font" ] || brew install --quiet --cask $$font; }

else ifneq ($(shell command -v apt-get 2>/dev/null),)

PACKAGES := libgraphviz-dev libcmark-gfm-dev libcmark-gfm-extensions-dev fonts-dejavu-core
# Apache ZooKeeper and its clients: what zabd is compared with. Nobody else needs them.
test bench: PACKAGES += zookeeper zookeeper-bin python3-kazoo default-jre-headless
# Makes the certificates that the tests of TLS use.
test: PACKAGES += openssl

setup: swift
	@missing=; \
	for name in $(PACKAGES); do \
	    dpkg-query -W -f '$${Status}' "$$name" 2>/dev/null | grep -q ' installed$$' \
	        || missing="$$missing $$name"; \
	done; \
	for name in pkg-config git; do \
	    command -v "$$name" >/dev/null || missing="$$missing $$name"; \
	done; \
	{ command -v cc || command -v clang; } >/dev/null && [ -e /usr/include/stdio.h ] \
	    || missing="$$missing build-essential"; \
	[ -n "$$missing" ] || exit 0; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	if ! command -v $${sudo:-env} >/dev/null; then \
	    echo "As root, please: apt-get install$$missing" >&2; exit 1; \
	fi; \
	echo "Installing with $${sudo:+$$sudo }apt-get:$$missing"; \
	$$sudo apt-get update -qq >/dev/null; \
	$$sudo env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -qq --yes --no-install-recommends $$missing >/dev/null || \
	    { echo "apt-get could not install:$$missing" >&2; exit 1; }

else

setup: swift
	@if ! pkg-config --exists libgvc libcgraph libcmark-gfm; then \
	    echo "zabscope needs the development files of Graphviz (libgvc) and cmark-gfm, pkg-config," >&2; \
	    echo "and the DejaVu fonts. Please install them with your system's package manager." >&2; \
	    exit 1; \
	fi

endif
