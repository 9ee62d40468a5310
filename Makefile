# Stayflow. "make help" lists the targets; README.md tells what it is.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Settings that a target takes; passed by environment, so that JSON needs no second quoting.
GUEST ?= 42
LOCALE ?= en
FN ?=
DATA ?= {}
# ENGINE=docker: up, down, status and clean-state mean containers; PROFILES=metrics,traces,kafka-ui adds some.
ENGINE ?=
PROFILES ?=
export GUEST LOCALE FN DATA ENGINE PROFILES

SOURCES := $(shell find pom.xml functions eventing infra \( -name target -o -name .state \) -prune -o \( -name pom.xml -o -path '*/src/main/*' \) -type f -print)
BUILT := target/built
JDK = JAVA_HOME=$$(infra/local/find-jdk.sh) && export JAVA_HOME
MAVEN = $(JDK) && { command -v mvn >/dev/null || { echo "Stayflow is built by Maven >= 3.8 and found none. Install it (apt-get install maven, brew install maven), or put mvn on PATH." >&2; exit 1; }; } && mvn
JAVA = $(JDK) && "$$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -cp "$$(echo infra/local/target/local-stack-*.jar):$$(cat infra/local/target/classpath)"
BENCH = $(JDK) && "$$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xms1g -Xmx1g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp "$$(echo infra/bench/target/bench-*.jar):$$(cat infra/bench/target/classpath)" dev.stayflow.bench.Bench
BENCH_OPTIONS = $${PORT:+--port "$$PORT"} $${FLUSH:+--flush "$$FLUSH"} $${SCALE:+--scale "$$SCALE"}
EXAMPLE := eventing/delayed-tasks/example/target
DEPLOY = $(JDK) && exec "$$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -cp "$$(echo infra/knative/target/deploy-*.jar):$$(cat infra/knative/target/classpath)" dev.stayflow.deploy.Deploy
DEPLOY_OPTIONS = --env="$${ENV:-}" --context="$${CONTEXT:-}" --images="$${IMAGES:-}" --registry="$${REGISTRY:-}" --timeout="$${TIMEOUT:-}" --confirm="$${CONFIRM:-}"
STACK = $(JAVA) dev.stayflow.local.stack.Stack

.PHONY: help
help: ## lists the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-12s %s\n", $$1, $$2 }'

.PHONY: build
build: $(BUILT) ## builds what changed since the last time, and trains it for quick starts; TRAIN=no: does not
	@$(STACK) train

$(BUILT): $(SOURCES)
	@infra/local/find-jdk.sh >/dev/null
	@echo "Building; the first time Maven also downloads libraries, PostgreSQL, Redis and Kafka." >&2
	@$(MAVEN) package -DskipTests -Dspotless.check.skip=true | awk '/^\[INFO\] Building .*[[]/ { print "  " $$3, $$NF } /^Downloading/ && ++n % 50 == 0 { print "  downloaded " n " files" } /ERROR|BUILD FAILURE/ { print } { fflush() }' >&2
	@mkdir -p target && touch $@

# Talking to a stack, and above all stopping it, must work while the sources do not compile.
.PHONY: built
built:
	@[ -f $(BUILT) ] || { echo "Nothing is built yet, so nothing runs; make up builds and starts it." >&2; exit 1; }

.PHONY: up
up: $(BUILT) ## starts the local stack and prints its URLs; TRAIN=no: trains nothing; ENGINE=docker: in containers, PROFILES=metrics,traces,kafka-ui with more
	@$(STACK) up

.PHONY: down
down: built ## stops the local stack; its state stays
	@$(STACK) down

.PHONY: status
status: built ## shows the stack's parts, topics and lag, due and dead events, mails
	@$(STACK) status

.PHONY: demo
demo: $(BUILT) ## orders live and die on a stack of their own: one paid, one closed by its deadline
	@$(JAVA) dev.stayflow.local.demo.Demo

.PHONY: chaos
chaos: $(BUILT) ## guests order and pay while everything is killed in turn; nothing is lost, doubled or early: LASTS=PT60S SEED=4711
	@export LOG_LEVEL=error && $(JAVA) dev.stayflow.local.chaos.Chaos

.PHONY: token
token: built ## prints a token for GUEST=42, who reads LOCALE=en (or zh-CN)
	@$(STACK) token --guest "$$GUEST" --locale "$$LOCALE"

.PHONY: console
console: built ## prints a signed-in link to the dispatcher's console
	@$(STACK) console

.PHONY: invoke
invoke: built ## calls a function as GUEST=42: make invoke FN=create-order DATA='{...}'
	@$(STACK) invoke --fn "$$FN" --data "$$DATA" --guest "$$GUEST" --locale "$$LOCALE"

# Settings of make are the program's environment: FN, REGISTRY, PUSH, BASE_IMAGE, JDK_IMAGE, CONTAINER_ENGINE, PLATFORM.
.PHONY: images
images: $(BUILT) ## builds the images, tagged by content: FN=create-order REGISTRY=... PUSH=true BASE_IMAGE=... CONTAINER_ENGINE=podman
	@$(JDK) && exec "$$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$$(ls infra/images/target/image-training-*-SNAPSHOT.jar):$$(cat infra/images/target/classpath)" dev.stayflow.images.Images .

.PHONY: lambda-zip
lambda-zip: $(BUILT) ## packs functions for AWS Lambda into target/lambda: FN=create-order
	@$(JDK) && exec "$$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$$(ls infra/images/target/image-training-*-SNAPSHOT.jar):$$(cat infra/images/target/classpath)" dev.stayflow.images.LambdaZip .

# EDITION, REGISTRY, TAG and the settings that stack.yml names are the program's environment.
.PHONY: openfaas-render
openfaas-render: $(BUILT) ## fills in what is deployed on OpenFaaS, with the images last built: EDITION=pro REGISTRY=... TAG=... SMTP_HOST=...
	@$(JDK) && exec "$$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$$(ls infra/openfaas/target/openfaas-*-SNAPSHOT.jar):$$(cat infra/openfaas/target/classpath)" dev.stayflow.openfaas.Render

.PHONY: clean-state
clean-state: built ## forgets the local stack's orders, events and payments
	@$(STACK) clean-state

.PHONY: test
test: ## builds and checks everything but what takes long, two modules side by side
	@$(MAVEN) -T 2 verify

.PHONY: docs-images
docs-images: ## takes the pictures of the console that the READMEs show, by a browser
	@$(MAVEN) -q test -pl eventing/dispatcher -am -Dtest=DocsImages -Dsurefire.failIfNoSpecifiedTests=false

.PHONY: verify
verify: ## what takes longer: kill rounds, models, chaos, a Redis Cluster, other versions of Redis
	@$(MAVEN) verify -Dlong
	@$(MAKE) redis-versions

# Out of Debian's packages, as far as they can be had; all other tests run on Redis 6.2.
REDIS_VERSIONS := redis-7.0 redis-8.0 valkey-8.1

.PHONY: redis-versions
redis-versions: ## the core of the delayed tasks' tests on other versions of Redis and on Valkey
	@for version in $(REDIS_VERSIONS); do \
	  REDIS_SERVER=$$(infra/local/servers/fetch-redis.sh $$version) || { echo "$$version cannot be had here: not tried"; continue; }; \
	  export REDIS_SERVER && echo "Delayed tasks on $$version" && \
	  $(MAVEN) verify -pl eventing/delayed-tasks -am -Dspotless.check.skip=true -Dtests.included=core -Dtest='dev/stayflow/delayedtasks/**' -Dsurefire.failIfNoSpecifiedTests=false || exit 1; \
	done

.PHONY: example
example: $(BUILT) ## the task engine's example: a scheduler, a worker and the console on a Redis with a password
	@$(JDK) && exec "$$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$$(echo $(EXAMPLE)/delayed-tasks-example-*.jar):$$(cat $(EXAMPLE)/classpath)" dev.stayflow.delayedtasks.example.Demo "$$(echo eventing/dispatcher/target/dispatcher-*.jar):$$(cat eventing/dispatcher/target/classpath)"

.PHONY: bench-engine
bench-engine: $(BUILT) ## measures the task engine on a Redis of its own; PORT=6379: on yours; SCALE=0.1 ONLY=process,lateness
	@$(BENCH) engine $(BENCH_OPTIONS) $${ONLY:+--only "$$ONLY"}

.PHONY: bench-peers
bench-peers: $(BUILT) ## measures the task engine, asynq and BullMQ in turn; needs Go and npm
	@$(BENCH) peers $(BENCH_OPTIONS)

.PHONY: bench-dispatcher
bench-dispatcher: $(BUILT) ## measures the dispatcher over HTTP, with a Redis and a sink of its own; SCALE=0.1
	@$(BENCH) dispatcher --classpath "$$(echo eventing/dispatcher/target/dispatcher-*.jar):$$(cat eventing/dispatcher/target/classpath)" $${SCALE:+--scale "$$SCALE"}

.PHONY: bench-coldstart
bench-coldstart: $(BUILT) ## measures each function's start beside a stock Spring Boot jar of it: ONLY=create-order,order-detail RUNS=9
	@$(BENCH) coldstart $${ONLY:+--only "$$ONLY"} $${RUNS:+--runs "$$RUNS"}

.PHONY: bench-orders
bench-orders: $(BUILT) ## measures functions beside their SQL alone, with a million orders: ORDERS=10000 SCALE=0.1 ONLY=create-order PROFILE=yes
	@$(BENCH) orders $${ORDERS:+--orders "$$ORDERS"} $${SCALE:+--scale "$$SCALE"} $${ONLY:+--only "$$ONLY"} $${PROFILE:+--profile "$$PROFILE"}

.PHONY: deploy
deploy: $(BUILT) ## brings everything to a cluster with Knative and places one order: ENV=production CONTEXT=... REGISTRY=... IMAGES=built SMOKE=false
	@$(DEPLOY) apply $(DEPLOY_OPTIONS) --smoke="$${SMOKE:-}"

.PHONY: deploy-check
deploy-check: $(BUILT) ## says all that a cluster lacks, at once: ENV=production CONTEXT=...
	@$(DEPLOY) check $(DEPLOY_OPTIONS)

.PHONY: deploy-dry-run
deploy-dry-run: $(BUILT) ## writes what make deploy would apply, in its order; no cluster: ENV=production IMAGES=built
	@$(DEPLOY) dry-run $(DEPLOY_OPTIONS)

# DATA has a default for make invoke.
.PHONY: undeploy
undeploy: $(BUILT) ## takes everything off a cluster, with the events that the Broker still holds; volumes, Secrets and the namespace stay unless DATA=delete: CONFIRM=<context>
	@$(DEPLOY) undeploy $(DEPLOY_OPTIONS) $(if $(filter file,$(origin DATA)),,--data="$$DATA")

.PHONY: format
format: ## formats the sources
	@$(MAVEN) -q spotless:apply

.PHONY: clean
clean: ## removes what was built; the local stack's state stays
	@$(MAVEN) -q clean && rm -rf target
