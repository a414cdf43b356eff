"""Pictures of a model's failures for its card: `failures.jpg`, and `failures.json` with their count."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from fashion_training.data.drawings import drawings
from fashion_training.failures.find import of_detector, of_embedder, of_tagger
from fashion_training.failures.sheet import ACROSS, Failure, write_sheet

_SEED: Final = 20_000
"""Of drawings that no training takes."""
_SHOWN: Final = 3 * ACROSS
_BY_TASK: Final = {"detect": of_detector, "embed": of_embedder, "tag": of_tagger}


def write_failures(folder: Path, drawn: Path, count: int, say: Callable[[str], None]) -> None:
    """
    Try a model's folder on drawings of its own.

    :param drawn: folder where the drawings are kept
    """
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    failures = _BY_TASK[manifest["task"]](folder, drawings(drawn, count, say, _SEED))
    if failures.wrong:
        write_sheet(_varied(failures.wrong), folder / "failures.jpg")
    found = {"drawings": count, "failed": len(failures.wrong), "measure": failures.measure}
    summary = {"sha256": manifest["sha256"], **found}
    (folder / "failures.json").write_text(json.dumps(summary, indent=1) + "\n", encoding="utf-8")
    say(json.dumps(summary))


def _varied(failures: list[Failure]) -> list[Failure]:
    """The surest mistake of each kind first, then the second ones, and so on."""
    ranked = sorted(failures, key=lambda failure: -failure.confidence)
    seen: dict[str, int] = {}
    places = []
    for failure in ranked:
        seen[failure.truth] = seen.get(failure.truth, 0) + 1
        places.append(seen[failure.truth])
    order = sorted(range(len(ranked)), key=lambda index: (places[index], index))
    return [ranked[index] for index in order[:_SHOWN]]
