"""Embedder and tagger from data to model folders: both from one trunk, trained once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from fashion_training.appearance.choose import (
    choose_similarity,
    choose_weights,
    fewer_dimensions,
    figures_of,
)
from fashion_training.appearance.crops import MARGIN, PAD
from fashion_training.appearance.figures import precision_at_10, see_garments, tag_accuracies
from fashion_training.appearance.garments import Boxes, GarmentSet, read_garments, vocabulary
from fashion_training.appearance.graph import Embedder, Tagger, write_embedder, write_tagger
from fashion_training.appearance.heads import Head, choose_heads
from fashion_training.appearance.look import look
from fashion_training.appearance.network import Appearance, joined
from fashion_training.appearance.shares import SHARES, rows_of_share
from fashion_training.appearance.train import LOSS_WEIGHTS, Plan, begun, train
from fashion_training.data.decoded import Pixels
from fashion_training.data.drawings import DRAWINGS, drawings
from fashion_training.data.records import HELD_OUT_FOLD, read_pictures, read_street, training_part
from fashion_training.data.salient import make_salient_masks
from fashion_training.detector.sources import alone_scenes, worn_scenes
from fashion_training.export.folder import VERSION, write_choices, write_folder
from fashion_training.export.graphs import compact, hashes, sha256
from fashion_training.export.parity import write_parity
from fashion_training.nn.efficientnet_lite import VARIANTS
from fashion_training.runs import Run, channels_last, run_of
from fashion_training.taxonomy import CATEGORIES, values_of


@dataclass(frozen=True)
class Paths:
    data: Path
    runs: Path
    backbone: Path
    """EfficientNet-Lite, a state of PyTorch."""
    salient: Path
    """U²-Net."""
    detector: Path
    """Folder of the detector that boxes what somebody wears."""
    begin: list[Path]
    """Graphs of shipped models to begin with."""


@dataclass(frozen=True)
class Trained:
    network: Appearance
    learnt: GarmentSet
    held_out: GarmentSet
    backgrounds: list[Path]
    side: int
    told: dict[str, Any]
    """What the run was, for `choices.json`."""


def train_trunk(
    paths: Paths, plan: Plan, side: int, slice_seconds: float, say: Callable[[str], None], device: str
) -> Trained | None:
    """
    Train for a slice. Answers what was trained once the run is finished: at once for one of no steps, whose trunk is that of the
    graph that it begins with.
    """
    boxes = worn_boxes(paths)
    words = vocabulary(paths.data)
    prepared = paths.runs / "prepared"
    masks = make_salient_masks(training_part(read_pictures(paths.data, "garments"), paths.data), prepared, paths.salient, say)
    made = drawings(prepared / "drawn", DRAWINGS, say)
    learnt = read_garments(paths.data, words, boxes, masks, made)
    held_out = read_garments(paths.data, words, boxes, masks, [], held_out=True)
    backgrounds = [picture.path for picture in training_part(read_street(paths.data), paths.data, HELD_OUT_FOLD)]
    told = {
        "plan": asdict(plan),
        "heads": {name: len(values) for name, values in words.heads.items()},
        **hashes(backbone=[paths.backbone], begin=paths.begin, teacher=[paths.detector / "manifest.json"]),
    }
    network = begun(plan, words, paths.backbone, paths.begin)
    if not plan.steps:
        told["trained"] = run_of(paths.begin[-1] if paths.begin else None)
        return Trained(channels_last(network), learnt, held_out, backgrounds, side, told)
    run = Run(paths.runs / f"appearance-{plan.variant}", plan.steps, slice_seconds, told)

    def check(network: Appearance) -> dict[str, Any]:
        by_eye, queries = held_out.attributes, held_out.catalogue
        vectors = joined(network.embed(see_garments(network, queries, side).whole), LOSS_WEIGHTS).detach().numpy()
        return {
            **vars(precision_at_10(vectors, vectors, queries, queries)),
            **tag_accuracies(network, see_garments(network, by_eye, side).whole, by_eye),
        }

    network = train(run, plan, network, learnt, backgrounds, check, say, device)
    if not run.is_finished:
        return None
    return Trained(network.to("cpu"), learnt, held_out, backgrounds, side, run.told | {"curve": run.curve()})


def worn_boxes(paths: Paths) -> Boxes:
    """Of the known item in every training picture of the catalogue that somebody wears."""
    _, worn = alone_scenes(training_part(read_pictures(paths.data, "catalogue"), paths.data))
    scenes = worn_scenes(worn, paths.detector, paths.runs / "prepared")
    return {scene.path: (box[0], box[1], box[2], box[3]) for scene in scenes for box in [scene.boxes[0].tolist()]}


def finish_embedder(trained: Trained, name: str, variant: str, out: Path, say: Callable[[str], None]) -> None:
    """Fit the parts, choose their weights and the similarity's curve on the held-out fold, and write the folder."""
    out.mkdir(parents=True, exist_ok=True)
    queries, gallery = trained.held_out.catalogue, trained.learnt.catalogue
    network = trained.network
    looks, lessons = look(network, trained.held_out, trained.learnt, trained.side, trained.backgrounds)
    fitted = lessons.fit(network)
    views = looks.views(network, fitted)
    weights, tried = choose_weights(views, queries, gallery)
    say(f"weights: {weights}")
    asked, kept = joined(views.queries, weights).numpy(), joined(views.gallery, weights).numpy()
    similarity = choose_similarity(asked, np.concatenate((asked, kept)), queries, [*queries, *gallery])
    file = out / "model.onnx"
    write_embedder(network, fitted, weights, trained.side, file)
    compact(file)
    dimension = asked.shape[1]
    manifest = {
        "task": "embed",
        "name": name,
        "version": VERSION,
        **_common(variant),
        "input": _input(trained.side),
        "outputs": {"embedding": "embedding"},
        "embedding": {
            "id": f"{variant}-{dimension}-{sha256(file)[:8]}",
            "dimension": dimension,
            "calibration": similarity.knots,
        },
    }
    write_folder(out, manifest)
    dimensions = {
        round(share * dimension): figures_of(fewer_dimensions(views, share), weights, queries, gallery) for share in (0.25, 0.5, 1)
    }
    learning = {}
    for share in SHARES:
        rows = rows_of_share(gallery, share)
        if rows:
            fewer = views if share == 1 else looks.views(network, lessons.at(rows).fit(network))
            learning[len(rows)] = figures_of(fewer, weights, queries, gallery)
    chosen = {"weights": weights, "dimensions": dimensions, "learning": learning, "tried": tried}
    write_choices(out, {"run": trained.told, **chosen})

    def answer(picture: Pixels) -> list[float]:
        (vector,) = Embedder(network, fitted, weights)(torch.from_numpy(picture)[None]).tolist()
        return [round(value, 6) for value in vector]

    with torch.no_grad():
        write_parity(out, (trained.side, trained.side), answer)


def finish_tagger(trained: Trained, variant: str, out: Path, say: Callable[[str], None]) -> None:
    """Fit the heads, choose temperatures and thresholds on the held-out fold, and write the folder."""
    out.mkdir(parents=True, exist_ok=True)
    heads, chosen = choose_heads(trained.network, trained.held_out, trained.learnt, trained.side, trained.backgrounds)
    for attribute, head in chosen.items():
        say(f"{attribute}: {head}")
    file = out / "model.onnx"
    temperatures = {attribute: head.verdict.temperature for attribute, head in chosen.items()}
    write_tagger(trained.network, heads, temperatures, trained.side, file)
    compact(file)
    manifest = {
        "task": "tag",
        "name": "openfashion-tagger",
        "version": VERSION,
        **_common(variant),
        "input": _input(trained.side),
        "heads": [_head(attribute, head) for attribute, head in chosen.items()],
        "categories": CATEGORIES,
    }
    write_folder(out, manifest)
    write_choices(out, {"run": trained.told, "heads": {name: asdict(head) for name, head in chosen.items()}})

    def answer(picture: Pixels) -> dict[str, list[dict[str, Any]]]:
        scores = Tagger(trained.network, heads, temperatures)(torch.from_numpy(picture)[None])
        return {
            attribute: [
                {"value": value, "score": round(float(score), 4)} for value, score in zip(values_of(attribute), of[0], strict=True)
            ]
            for attribute, of in zip(temperatures, scores, strict=True)
        }

    with torch.no_grad():
        write_parity(out, (trained.side, trained.side), answer)


def _head(attribute: str, head: Head) -> dict[str, Any]:
    return {
        "attribute": attribute,
        "output": attribute,
        "values": list(values_of(attribute)),
        "threshold": head.verdict.threshold,
        "shown": head.verdict.shown,
    }


def _input(side: int) -> dict[str, Any]:
    return {
        "name": "pixels",
        "width": side,
        "height": side,
        "resize": "letterbox",
        "anchor": "centre",
        "pad": [PAD, PAD, PAD],
        "margin": MARGIN,
    }


def _common(variant: str) -> dict[str, Any]:
    number = list(VARIANTS).index(variant)
    return {
        "licence": {
            "weights": "Apache-2.0",
            "startedFrom": f"EfficientNet-Lite{number}, ImageNet weights, Google (Apache-2.0)",
        }
    }
