#!/usr/bin/env bash
# Lint, types and tests of models/training, in an environment of its own: models/training/.venv, made where it is missing.
set -euo pipefail
cd "$(dirname "$0")/../models/training"

if ! .venv/bin/python -c 'import cv2, onnxruntime, torch' 2>/dev/null; then
  python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt
fi
.venv/bin/ruff check .
.venv/bin/ruff format --check --quiet .
.venv/bin/mypy
OMP_NUM_THREADS=1 .venv/bin/python -m pytest --quiet
