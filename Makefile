# make demo shows what reqongen does, make test says whether it does it right.

GO ?= go
TOOL = $(GO) tool -modfile=tools.mod

# How long each fuzz target runs.
FUZZTIME ?= 10m
# How many random schedules and stores' missions make soak runs.
SOAK ?= 100000

.DEFAULT_GOAL := help
.PHONY: help demo build test lint golden-update report-page bench bench-parts fuzz soak

help: ## list what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## compile a mission, run it against a canned API on this machine, show what ran side by side
	@$(GO) run ./examples/demo

build: ## build the compiler as bin/reqongen
	$(GO) build -o bin/ ./cmd/reqongen

test: ## run every test, with the race detector
	$(GO) test -race -timeout 30m ./...
	$(GO) test -tags reqon_safe ./rt/value ./rt/store/...
	$(GO) test -tags reqon_whole ./rt/value ./rt/fetch
	@.ci/servers --look >/dev/null # says which tests were not run
	cd golden/bench && $(GO) test ./...
	cd golden/telemetry && $(GO) test ./...

lint: ## format, vet, staticcheck
	@unformatted="$$($(TOOL) gofumpt -l .)"; \
	if [ -n "$$unformatted" ]; then echo "gofumpt -w these:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(TOOL) staticcheck ./...
	for module in golden/bench golden/telemetry; do \
		(cd $$module && $(GO) vet ./... && $(GO) tool -modfile=../../tools.mod staticcheck ./...) || exit 1; \
	done

# The packages of golden/ whose tests can write what they expect.
GOLDEN = $(patsubst %,./%,$(sort $(dir $(shell grep -rl '"update"' golden --include='*_test.go'))))

golden-update: ## write what golden/, the reference and the README show anew; read the difference before you commit it
	$(GO) test $(GOLDEN) -update
	$(GO) test ./cmd/reqongen -run TestReadme$$ -update
	$(GO) generate ./examples/library

report-page: ## build the script and the style of the HTML report anew (wants Node and npm)
	cd rt/report/page/web && npm ci --no-audit --no-fund && npm run build

bench: ## time missions against programs written by hand, BENCH="process join" only these; bin/bench.json has the figures
	@mkdir -p bin
	cd golden/bench && $(GO) run . -json ../../bin/bench.json $(BENCH)

bench-parts: ## measure the value engine, the stores, the compiler, each alone
	$(GO) test -run '^$$$$' -bench . -benchmem ./...

fuzz: ## fuzz the parser, the whole compiler, the JSON codec and the rest, FUZZTIME=10m each
	@grep -rn '^func Fuzz' --include='*_test.go' . | \
	sed -E 's|^(.*)/[^/]*:[0-9]+:func (Fuzz[A-Za-z0-9]*).*|\1 \2|' | \
	while read -r folder name; do \
		echo "$$folder: $$name for $(FUZZTIME)"; \
		$(GO) test "$$folder" -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) || exit 1; \
	done

soak: ## run SOAK=100000 random schedules and missions, with the race detector, and compile 50000
	$(GO) test -race -timeout 0 ./rt -run 'TestSchedules$$' -v -schedules $(SOAK)
	$(GO) test -race -timeout 0 ./rt/store -v -missions $(SOAK)
	cache=$$(mktemp -d) && trap "rm -rf $$cache" EXIT && \
	export GOCACHE=$$cache && \
	$(GO) test -timeout 0 ./golden/serial -v -missions 20000 -shuffles 1000 && \
	$(GO) test -timeout 0 ./golden/seen -v -interpreted 20000 -built 20000 # what these build takes gigabytes
	$(GO) test -timeout 0 ./lang/format -v -run 'TestSentencesOfTheGrammar$$' -sentences 20000
	$(GO) test -timeout 0 ./golden/compile -v -run 'TestRandomMissions$$' -missions 50000
	$(GO) test ./golden/run -run 'TestCases$$' -tag reqon_whole
	$(GO) test ./golden/run -run 'TestCases$$' -tag reqon_safe
	$(GO) test -timeout 0 ./golden/meaning -v -run 'TestMeaning$$' -missions 1000
