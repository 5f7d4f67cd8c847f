GO ?= go
STATICCHECK = $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: build packages test tools lint unit fuzz fuzz-lines fuzz-targets deploy-fast test-deploy e2e faults soak bench bench-stages bench-gate
.NOTPARALLEL:

build:
	CGO_ENABLED=0 $(GO) build -trimpath -o hashtail ./cmd/hashtail

# A .deb and a .rpm for each architecture, in deploy/packages/dist.
packages:
	deploy/packages/build.sh

test: tools lint unit deploy-fast e2e

# What the tests need beyond Go: installed on Debian as root, else named.
tools:
	@test/tools.sh

lint:
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "gofmt: $$unformatted" >&2; exit 1; }
	$(GO) vet ./...
	$(GO) vet -tags man ./cmd/hashtail
	$(GO) vet -tags e2e ./test/e2e ./test/ecs
	$(GO) vet -tags deploy ./test/deploy
	$(STATICCHECK) -tags e2e,deploy ./...

# These start no goroutines, nor do their tests: the race detector would watch nothing
# for five minutes. It watches them at work in the tests of agent and cmd.
alone := ./agent/event ./agent/parse ./agent/redact

unit:
	$(GO) test $(alone)
	$(GO) test -race $$($(GO) list ./... | grep -v -e agent/event -e agent/parse -e agent/redact)

# The tests that make up their inputs, for as long as they like (a million
# mutated lines through the redactor, among others), then each fuzz target for
# FUZZTIME. Who fails prints the seed or the file that makes it fail again. An input
# that reaches new code is made smaller 100 times at most: by default that takes most of
# the time.
FUZZTIME = 60s
fuzz: fuzz-lines fuzz-targets

fuzz-lines:
	HASHTAIL_LONG=1 $(GO) test -count=1 -timeout 1h ./agent/redact ./agent/parse ./agent/tail ./agent/event
	HASHTAIL_LONG=1 $(GO) test -count=1 -timeout 1h -run Canary ./agent

fuzz-targets:
	@for dir in $$(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u); do \
		targets=$$($(GO) test -list '^Fuzz' $$dir) || exit 1; \
		for target in $$(echo "$$targets" | grep '^Fuzz'); do \
			echo "$$dir $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 100x $$dir || exit 1; \
		done; \
	done

# What deploy/ promises, as far as it shows without a machine, a container or Helm.
deploy-fast:
	@test/deploy/tools.sh fast
	$(GO) test -tags deploy -short -count=1 ./test/deploy

# All of it, in a booted Debian and in containers: as root on Debian.
test-deploy:
	@test/deploy/tools.sh
	$(GO) test -tags deploy -count=1 -timeout 20m -v ./test/deploy

# The program against real servers, which are stopped afterwards in any case,
# with the short half of the faults, and its events against the published schema.
e2e:
	@test/ecs/fields.sh
	$(GO) test -tags e2e -count=1 ./test/ecs
	@trap 'test/backends/backends.sh stop' EXIT; trap 'exit 130' INT TERM; \
	test/backends/backends.sh start && \
	$(GO) test -tags e2e -count=1 -timeout 10m -v ./test/e2e && \
	$(GO) run ./test/faults -short

# Everything that can break, with real servers: long; ARGS=-short is what make test does.
faults:
	$(GO) run ./test/faults $(ARGS)

# Everything at once, at random, for as long as SOAK says; -seed N plays another.
SOAK = 30m
soak:
	$(GO) run ./test/faults -soak $(SOAK) $(ARGS)

# What hashtail costs, beside a bare loop measured in the same run.
bench:
	$(GO) run ./test/bench $(ARGS)

# The stages of a line one by one, beside what they took when stages.txt was
# stored: `make bench-stages STORE=1` stores anew.
STAGES = ./agent ./agent/parse ./agent/redact ./agent/event ./agent/checkpoint ./sinks
bench-stages:
	$(GO) test -run '^$$' -bench 'Worker|Split|Parse$$|Clean|Find|AppendECS|PageAdd|Span' -benchtime 100ms -count 6 $(STAGES) | tee $(or $(TMPDIR),/tmp)/hashtail-stages.txt
	$(if $(STORE),cp $(or $(TMPDIR),/tmp)/hashtail-stages.txt test/bench/stages.txt)
	$(GO) run golang.org/x/perf/cmd/benchstat@v0.0.0-20250813145418-2f7363a06fe1 test/bench/stages.txt $(or $(TMPDIR),/tmp)/hashtail-stages.txt

# Fails when a line costs more instructions than test/bench/instructions.txt
# says; `test/bench/gate.sh -update` stores what it costs now.
bench-gate:
	GO=$(GO) test/bench/gate.sh
