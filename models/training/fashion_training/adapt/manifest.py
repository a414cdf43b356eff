"""What the manifest of an adapted model says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from fashion_training.adapt.classifier import ClassifierPlan
from fashion_training.adapt.detector import DetectorPlan
from fashion_training.adapt.export import Export
from fashion_training.adapt.folder import MODEL
from fashion_training.adapt.image_tower import TowerPlan
from fashion_training.adapt.problem import Problem
from fashion_training.adapt.wrap import Wrapped

_EMBEDDING_ID: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
Manifest = dict[str, Any]


@dataclass(frozen=True)
class About:
    name: str
    version: str
    licence: str
    started_from: str | None
    export_sha256: str


@dataclass(frozen=True)
class Resize:
    """How a picture is brought to the input's size."""

    mode: str
    anchor: str
    pad: tuple[int, int, int]
    margin: float
    """Around a box, as a share of its sides."""


@dataclass(frozen=True)
class Rules:
    display: float
    indexing: float
    iou: float
    cross_type_iou: float


def detector(about: About, resize: Resize, wrapped: Wrapped, digest: str, plan: DetectorPlan, rules: Rules) -> Manifest:
    return {
        **_common("detect", about, resize, wrapped, digest, plan.export),
        "outputs": wrapped.outputs,
        "classes": list(plan.groups.ours),
        "thresholds": {"display": rules.display, "indexing": rules.indexing},
        "nms": {"iou": rules.iou, "crossTypeIou": rules.cross_type_iou},
    }


def embedder(about: About, resize: Resize, wrapped: Wrapped, digest: str, plan: TowerPlan) -> Manifest:
    return {
        **_common("embed", about, resize, wrapped, digest, plan.export),
        "outputs": wrapped.outputs,
        "embedding": {"id": embedding_id(about.name, plan.dimension, digest), "dimension": plan.dimension},
    }


def tagger(about: About, resize: Resize, wrapped: Wrapped, digest: str, plan: ClassifierPlan) -> Manifest:
    return {
        **_common("tag", about, resize, wrapped, digest, plan.export),
        "heads": [
            {
                "attribute": head.spec.attribute,
                "output": wrapped.outputs[head.spec.attribute],
                "values": list(head.groups.ours),
                "threshold": head.spec.threshold,
                "shown": head.spec.shown,
            }
            for head in plan.heads
        ],
        "categories": plan.categories,
    }


def embedding_id(name: str, dimension: int, digest: str) -> str:
    """With the file's hash in it, so that it changes whenever vectors might stop being comparable.

    :raises Problem: naming `--name`
    """
    plain = re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-._")
    made = f"{plain}-{dimension}-{digest[:8]}"
    if not _EMBEDDING_ID.fullmatch(made) or not plain:
        raise Problem(f"--name {name}: makes the embedding id {made}, which must be at most 64 letters, digits, dots, dashes")
    return made


def _common(task: str, about: About, resize: Resize, wrapped: Wrapped, digest: str, export: Export) -> Manifest:
    started_from = {} if about.started_from is None else {"startedFrom": about.started_from}
    return {
        "task": task,
        "name": about.name,
        "version": about.version,
        "file": MODEL,
        "sha256": digest,
        "licence": {"weights": about.licence, **started_from},
        "adapted": {"from": export.path.name, "sha256": about.export_sha256},
        "input": {
            "name": wrapped.input,
            "width": export.width,
            "height": export.height,
            "resize": resize.mode,
            "anchor": resize.anchor,
            "pad": list(resize.pad),
            "margin": resize.margin,
        },
    }
