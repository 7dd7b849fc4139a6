# Needs Python 3.11 or later and make. Everything but `make system` touches this folder only.
#
#   make demo      build the sample case and its report under out/demo
#   make test      the whole test suite            make test ARGS="tests/vault -k barrier"
#   make check     format, lint, types, house rules and the fast tests: about a minute
#   make system    install the Debian packages that some readings and tests use (root or sudo)
#   make bench     the benchmarks, ours beside the peers
#   make lock      resolve pyproject.toml again and write requirements/*.txt (needs uv)
#   make clean     remove what these targets wrote; the environment stays unless you delete it

PYTHON ?= python3
VENV ?= .venv
ARGS ?=
JOBS ?= 2

export PYTHON
run := $(VENV)/bin/python

DEBIAN := python3-venv \
    tesseract-ocr tesseract-ocr-eng tesseract-ocr-uig tesseract-ocr-ara tesseract-ocr-rus \
    tesseract-ocr-chi-sim \
    libimage-exiftool-perl ffmpeg p7zip-full unar poppler-utils qpdf openssl chromium \
    fonts-noto-core fonts-noto-cjk strace

.PHONY: help demo test check system bench lock clean setup setup-dev

help:
	@sed -n 's/^#  //p' Makefile

setup:
	@requirements/install.sh $(VENV) full

setup-dev:
	@requirements/install.sh $(VENV) dev

demo: setup
	@rm -rf out/demo
	$(VENV)/bin/wellfounded demo out/demo

test: setup-dev
	$(run) -m pytest -n $(JOBS) --dist loadgroup $(ARGS)

check: setup-dev
	$(run) -m ruff format --check .
	$(run) -m ruff check .
	$(run) -m mypy --strict src
	$(run) -m pytest -q -n $(JOBS) --dist loadgroup -m "not slow"

system:
	@requirements/debian.sh $(DEBIAN)

bench: setup-dev
	@$(run) benchmarks

lock:
	requirements/lock.sh

clean:
	rm -rf out build dist .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
