"""A model's folder: `manifest.json` beside the graph that it means."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from fashion_training.export.graphs import sha256

VERSION: Final = "0.6.0"
"""Of the weights that the next runs write: raise it with them."""


_FILE: Final = "model.onnx"


def write_folder(folder: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest with the graph's name and hash after what names the model."""
    start = {key: manifest[key] for key in ("task", "name", "version")}
    rest = {key: value for key, value in manifest.items() if key not in start}
    whole = {**start, "file": _FILE, "sha256": sha256(folder / _FILE), **rest}
    (folder / "manifest.json").write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def write_choices(folder: Path, choices: dict[str, Any]) -> None:
    """What was chosen on the held-out fold, and what else was tried."""
    (folder / "choices.json").write_text(json.dumps(choices, indent=1, allow_nan=False) + "\n", encoding="utf-8")
