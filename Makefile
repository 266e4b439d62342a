# Ledljus with one command each. Needed before: Python 3.11 or newer, Node 20 or newer, git, make.
#   make run                     the demo on http://127.0.0.1:8000 (make run ARGS="--port 8123 --data-dir D")
#   make setup | check | test    everything installed | quick checks | all proofs, with the time of each part
#   make torture | bench         the same proofs at larger size (SCALE=10 MINUTES=50) | measurements
#   make image | audit           the container image, tried (BASE_IMAGE=…) | bill of materials, known holes
#   make openapi | format        generated contract and client types | one style for all code

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
  $(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
SCALE ?= 10
MINUTES ?= 50
PEERS := tests/peers/node_modules/.package-lock.json
PWA_SOURCES := $(shell find pwa/src pwa/public -type f 2>/dev/null) \
  $(wildcard pwa/*.html pwa/*.ts pwa/*.json) api/kit/personal_data.json

.PHONY: setup run check test torture bench image audit openapi format

setup: .venv/.project pwa/dist/index.html

run: setup
	@exec .venv/bin/ledljus run --demo $(ARGS)

check: setup $(PEERS)
	@.venv/bin/python -m scripts.parts check

test: setup $(PEERS)
	@.venv/bin/python -m scripts.parts test

torture: setup $(PEERS)
	@SCALE=$(SCALE) MINUTES=$(MINUTES) PUBLISH_PROOF=1 .venv/bin/python -m scripts.parts test

bench: setup $(PEERS)
	@.venv/bin/python -m tests.bench $(ARGS)

image: .venv/.project
	@.venv/bin/python -m scripts.image

audit: setup $(PEERS)
	@.venv/bin/python -m scripts.audit

openapi: .venv/.project pwa/node_modules/.package-lock.json
	@.venv/bin/python -m scripts.generated --write

format: .venv/.project pwa/node_modules/.package-lock.json
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	cd pwa && npm run format

# Each step leaves a file inside what it made, so that removing one makes it again and nothing else.
.venv/.requirements: requirements-dev.txt
	@$(if $(PYTHON),true,echo "Ledljus needs Python 3.11 or newer" && exit 1)
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@# uv is among the requirements and ten times faster; where only pip knows the index, pip does it.
	{ test -x .venv/bin/uv && .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r $< 2>/dev/null; } \
	  || .venv/bin/python -m pip install --quiet --require-hashes -r $<
	@touch $@

.venv/.project: pyproject.toml .venv/.requirements
	.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

pwa/node_modules/.package-lock.json: pwa/package-lock.json
	@node -e 'process.exit(+(parseInt(process.version.slice(1)) < 20))' || { echo "Ledljus needs Node 20 or newer"; exit 1; }
	cd pwa && npm ci --no-audit --no-fund
	@touch $@

# Programs of others that the tests hold ours against; nothing that runs needs them.
$(PEERS): tests/peers/package-lock.json
	cd tests/peers && npm ci --no-audit --no-fund --ignore-scripts
	@touch $@

pwa/dist/index.html: $(PWA_SOURCES) pwa/node_modules/.package-lock.json
	cd pwa && npm run build
	@touch $@
