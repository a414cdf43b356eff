from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
import pytest
import torch
from numpy.typing import NDArray

from fashion_training.adapt.__main__ import main as adapt

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
# Small tensors: more threads only wait for each other.
torch.set_num_threads(1)
cv2.setNumThreads(1)


@dataclass
class Adapted:
    """A folder that the command made."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def card(self) -> str:
        return (self.folder / "README.md").read_text(encoding="utf-8")

    def run(self, pictures: NDArray[np.uint8]) -> dict[str, NDArray[Any]]:
        session = onnxruntime.InferenceSession(str(self.folder / self.manifest["file"]))
        names = [output.name for output in session.get_outputs()]
        return dict(zip(names, session.run(names, {self.manifest["input"]["name"]: pictures}), strict=True))


Command = Callable[..., Adapted]
Refusal = Callable[..., str]


def _told(kind: str, export: Path, out: Path, options: dict[str, Any]) -> list[str]:
    told = [kind, "--model", str(export), "--out", str(out)]
    for name, value in {"licence": "CC0 1.0", **options}.items():
        option = f"--{name.replace('_', '-')}"
        told += [option] if value is True else [] if value is None else [option, str(value)]
    return told


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Adapt an export; options by their names with underscores."""

    def run(kind: str, export: Path, **options: Any) -> Adapted:
        out = tmp_path / "models" / "mine"
        code = adapt(_told(kind, export, out, options))
        assert code == 0, capsys.readouterr().err
        return Adapted(out, json.loads((out / "manifest.json").read_text(encoding="utf-8")))

    return run


@pytest.fixture
def refusal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Refusal:
    """The one line with which an adaptation is refused, after which nothing was written."""

    def run(kind: str, export: Path, **options: Any) -> str:
        out = tmp_path / "refused" / "mine"
        assert adapt(_told(kind, export, out, options)) == 1
        printed = capsys.readouterr()
        assert printed.out == ""
        [line] = printed.err.splitlines()
        assert not out.exists()
        assert line.startswith("error: ")
        return line.removeprefix("error: ")

    return run


@pytest.fixture
def write_json(tmp_path: Path) -> Callable[[str, Any], Path]:
    def write(name: str, value: Any) -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(value), encoding="utf-8")
        return path

    return write


@pytest.fixture
def pictures() -> NDArray[np.uint8]:
    """Two, of noise."""
    return np.random.default_rng(3).integers(0, 256, (2, 24, 32, 3)).astype(np.uint8) // np.array([1, 3], np.uint8).reshape(
        2, 1, 1, 1
    )
