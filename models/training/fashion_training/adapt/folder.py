"""A model folder: what is put into it, and how it comes to be there as a whole."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any, Final

from fashion_training.adapt.problem import Problem, first_line

MODEL: Final = "model.onnx"
MANIFEST: Final = "manifest.json"


def check_place(out: Path, replace: bool) -> None:
    """:raises Problem: naming `--out`"""
    if out.exists() and not out.is_dir():
        raise Problem(f"--out {out}: is no folder")
    if out.is_dir() and any(out.iterdir()):
        if not replace:
            raise Problem(f"--out {out}: is not empty; --replace puts the new model in its place")
        if not (out / MANIFEST).is_file():
            raise Problem(f"--out {out}: is no model folder, so --replace leaves it alone")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write(out: Path, manifest: dict[str, Any], model: bytes, card: str) -> None:
    """Put a folder in its place, whole or not at all. :raises Problem: naming `--out`"""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as beside:
            new, old = Path(beside) / "new", Path(beside) / "old"
            new.mkdir()
            (new / MODEL).write_bytes(model)
            (new / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            (new / "README.md").write_text(card, encoding="utf-8")
            if out.exists():
                out.rename(old)
            new.rename(out)
    except OSError as cause:
        raise Problem(f"--out {out}: cannot be written: {first_line(cause)}") from cause
