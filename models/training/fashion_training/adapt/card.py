"""The first lines of a model's card: what the adapter knows, and a list of what only a person can."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_TO_FILL_IN = {
    "detect": (
        "**Figures** on pictures that it was not trained on: `npm run model:check FOLDER -- --data DATA`.",
        "**Thresholds**: `display` and `indexing` are guesses. Choose them on pictures of yours that are in no figure.",
    ),
    "embed": (
        "**Figures**: precision among ten neighbours on products of yours, beside the shipped embedder's.",
        "**Calibration**: a cosine of this model says something else than one of another (`embedding.calibration`).",
    ),
    "tag": (
        '**Figures** of each head beside always saying the commonest value; one that is no better is `"shown": false`.',
        "**Thresholds** of the heads are guesses. Choose them on pictures of yours that are in no figure.",
        "**Categories**: which values of `category` fit an item type; empty lets all of them through.",
    ),
}


def card(manifest: dict[str, Any], told: Sequence[str]) -> str:
    """
    :param told: what the adapter did, a sentence each
    """
    spec = manifest["input"]
    lines = [
        f"# {manifest['name']} {manifest['version']}",
        "",
        f"`{spec['name']}` uint8 [N, {spec['height']}, {spec['width']}, 3] RGB, resized by {spec['resize']}. "
        f"Adapted from `{manifest['adapted']['from']}` (SHA-256 {manifest['adapted']['sha256']}).",
        "",
        *(f"- {sentence}" for sentence in told),
        "",
        "## To fill in",
        f"- **Licence**: the manifest says “{manifest['licence']['weights']}”. Say where that is stated, "
        "and what holds for the data it was trained on.",
        "- **Source**: who made the weights, where they are, which version, and the command that exported them.",
        *(f"- {line}" for line in _TO_FILL_IN[manifest["task"]]),
        "- **Weaknesses**: what it gets wrong, on pictures that you looked at.",
        "",
    ]
    return "\n".join(lines)
