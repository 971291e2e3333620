# AfterDesk 售后台. `make run` opens the window, `make test` runs everything that
# CI runs; both set up what is missing first.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test test-real dev setup gen check bench e2e build package clean

OS := $(shell uname -s)
ifeq ($(OS),Linux)
TAGS := desktop,production,webkit2_41
DEVTAGS := dev,webkit2_41
else
TAGS := desktop,production
DEVTAGS := dev
endif
ifneq (,$(findstring MINGW,$(OS))$(findstring MSYS,$(OS)))
EXE := .exe
endif
BIN := build/bin/afterdesk$(EXE)

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## install what is missing on this machine
	@build/setup.sh

run: setup build ## set up, build and open the window (without a display: the same job in the terminal)
	@build/run.sh $(BIN)

build: frontend/node_modules/.installed ## build the window program into build/bin
	@cd frontend && npm run --silent build
	@mkdir -p build/bin
	@go build -tags $(TAGS) -o $(BIN) .
	@go build -o build/bin/deskctl$(EXE) ./backend/cmd/deskctl

frontend/node_modules/.installed: frontend/package-lock.json
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

build/oracle/node_modules/.installed: build/oracle/package-lock.json
	@cd build/oracle && npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error
	@touch $@

dev: setup frontend/node_modules/.installed ## live-reloading window
	@go run github.com/wailsapp/wails/v2/cmd/wails@v2.12.0 dev -tags $(DEVTAGS)

gen: frontend/node_modules/.installed ## regenerate the TypeScript bindings and golden files
	@build/gen.sh

check: setup frontend/node_modules/.installed ## format, vet, lint, types; no tests
	@build/check.sh

test: ## set up and run everything that CI runs
	@build/test.sh

test-real: ## the Medusa connector against a real Medusa and PostgreSQL on this machine (minutes; not part of test)
	@build/test-real.sh

bench: setup ## benchmarks; each prints its ratio to a named limit
	@build/bench.sh

e2e: setup build ## end-to-end tests in Chromium against the real program
	@build/e2e.sh

package: setup frontend/node_modules/.installed ## installers for this system into build/bin
	@build/package.sh

clean: ## remove what was built
	@rm -rf build/bin frontend/dist/assets frontend/dist/index.html frontend/node_modules build/oracle/node_modules frontend/test-results
