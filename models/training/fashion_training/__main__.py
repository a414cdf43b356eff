"""Command line: one command per model, from data to a model's folder.

A run is gone on with in slices: call the same command until it says that the model is written.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import torch

from fashion_training.appearance import command as appearance
from fashion_training.appearance.train import Plan as AppearancePlan
from fashion_training.card import write_card
from fashion_training.data.records import read_street, training_part
from fashion_training.detector import command as detector
from fashion_training.detector.train import Plan as DetectorPlan
from fashion_training.export.variant import write_variant
from fashion_training.failures.command import write_failures
from fashion_training.nn.efficientnet_lite import VARIANTS

_UNFINISHED = 3
_READ = ("data", "backbone", "salient", "detector", "begin", "report")
"""Options whose paths must be there."""


def main() -> int:
    arguments = _parser().parse_args()
    torch.set_num_threads(arguments.threads)
    cv2.setNumThreads(arguments.threads)
    for name in _READ:
        given: Path | list[Path] | None = getattr(arguments, name, None)
        for path in [given] if isinstance(given, Path) else given or []:
            if not path.exists():
                print(f"--{name}: there is no {path}", file=sys.stderr)
                return 2
    try:
        is_finished = arguments.run(arguments)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    if not is_finished:
        print("the slice has ended, the run has not: call the same command again")
        return _UNFINISHED
    print(f"wrote {arguments.out}")
    return 0


def _detector(arguments: argparse.Namespace) -> bool:
    plan = replace(DetectorPlan(), **_steps(arguments))
    paths = detector.Paths(
        arguments.data,
        arguments.runs,
        arguments.backbone,
        arguments.salient,
        arguments.detector,
        arguments.out,
        arguments.begin[0] if arguments.begin else None,
    )
    size = (arguments.height, arguments.width)
    return detector.make_detector(paths, plan, size, 60 * arguments.slice, _say, arguments.device)


def _steps(arguments: argparse.Namespace) -> dict[str, Any]:
    """Of the plan, where another number is asked for."""
    return {} if arguments.steps is None else {"steps": arguments.steps}


def _appearance(arguments: argparse.Namespace) -> appearance.Trained | None:
    plan = replace(AppearancePlan(), variant=arguments.variant, frozen=arguments.frozen, **_steps(arguments))
    paths = appearance.Paths(
        arguments.data, arguments.runs, arguments.backbone, arguments.salient, arguments.detector, arguments.begin
    )
    return appearance.train_trunk(paths, plan, arguments.side, 60 * arguments.slice, _say, arguments.device)


def _embedder(arguments: argparse.Namespace) -> bool:
    trained = _appearance(arguments)
    if trained is not None:
        appearance.finish_embedder(trained, arguments.name, arguments.variant, arguments.out, _say)
    return trained is not None


def _tagger(arguments: argparse.Namespace) -> bool:
    trained = _appearance(arguments)
    if trained is not None:
        appearance.finish_tagger(trained, arguments.variant, arguments.out, _say)
    return trained is not None


def _variant(arguments: argparse.Namespace) -> bool:
    if arguments.precision == "int8" and not arguments.data:
        raise ValueError("--data: int8 needs pictures, by which ranges are measured")
    street = training_part(read_street(arguments.data), arguments.data) if arguments.data else []
    pictures = [picture.path for picture in street[: arguments.count]]
    print(json.dumps(write_variant(arguments.out, arguments.precision, arguments.providers, pictures), indent=2))
    return True


def _failures(arguments: argparse.Namespace) -> bool:
    write_failures(arguments.out, arguments.runs / "prepared" / "drawn-unseen", arguments.drawings, _say)
    return True


def _card(arguments: argparse.Namespace) -> bool:
    write_card(arguments.out, arguments.report)
    return True


def _whole(of: int) -> Callable[[str], int]:
    def parse(given: str) -> int:
        number = int(given)
        if number <= 0 or number % of:
            raise ValueError
        return number

    parse.__name__ = f"multiple of {of}"
    return parse


def _say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fashion_training", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="MODEL")
    for name, run, about in (
        ("detector", _detector, "boxes and types of items"),
        ("embedder", _embedder, "vectors of items"),
        ("tagger", _tagger, "attributes of items"),
    ):
        command = commands.add_parser(name, help=about, description=f"Train, choose and write: {about}.")
        command.set_defaults(run=run)
        command.add_argument("--data", type=Path, required=True, help="folder of the labelled sets")
        command.add_argument("--backbone", type=Path, required=True, help="published weights to begin with")
        command.add_argument("--salient", type=Path, required=True, help="U²-Net as ONNX, for boxes of home pictures")
        command.add_argument("--detector", type=Path, required=True, help="model folder that boxes what is worn")
        command.add_argument("--runs", type=Path, default=Path("runs"), help="folder of runs (default: runs)")
        command.add_argument(
            "--begin",
            type=Path,
            nargs=1 if name == "detector" else "+",
            default=[],
            metavar="GRAPH",
            help="model.onnx that this pipeline wrote, to go on from; of several, later ones win",
        )
        command.add_argument("--out", type=Path, required=True, help="model folder to write")
        command.add_argument("--slice", type=float, default=8.0, metavar="MINUTES", help="how long to train now (8)")
        command.add_argument(
            "--steps",
            type=int,
            help="of the whole run, another number than the plan's; 0 fits and chooses anew, of what --begin holds",
        )
        command.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
        command.add_argument("--threads", type=int, default=1, help="of the CPU (1)")
        if name == "detector":
            command.add_argument("--width", type=_whole(32), default=320, help="of the input (320)")
            command.add_argument("--height", type=_whole(32), default=448, help="of the input (448)")
        else:
            command.add_argument("--variant", default="lite0", choices=tuple(VARIANTS), help="of the trunk (lite0)")
            command.add_argument("--frozen", type=int, default=4, help="layers of the trunk that keep their weights (4)")
            command.add_argument("--side", type=int, default=224, help="of the input (224)")
        if name == "embedder":
            command.add_argument("--name", default="openfashion-embedder-small", help="in the manifest")
    variant = commands.add_parser("variant", help="other precisions of a model", description="Write and name a variant.")
    variant.set_defaults(run=_variant, threads=1)
    variant.add_argument("out", type=Path, help="model folder")
    variant.add_argument("--precision", required=True, choices=("float16", "int8"))
    variant.add_argument("--providers", nargs="*", default=[], choices=("cpu", "cuda", "tensorrt"), help="that load it")
    variant.add_argument("--data", type=Path, help="folder of the labelled sets; int8 measures ranges on training pictures")
    variant.add_argument("--count", type=int, default=100, help="of pictures (100)")
    failures = commands.add_parser(
        "failures", help="pictures of a model's mistakes", description="Try a model on new drawings, for its card."
    )
    failures.set_defaults(run=_failures, threads=1)
    failures.add_argument("out", type=Path, help="model folder")
    failures.add_argument("--drawings", type=int, default=400, help="that are tried (400)")
    failures.add_argument("--runs", type=Path, default=Path("runs"), help="folder of runs, where drawings are kept (runs)")
    card = commands.add_parser("card", help="a model's README.md", description="Write a card with an evaluation's figures.")
    card.set_defaults(run=_card, threads=1)
    card.add_argument("out", type=Path, help="model folder")
    card.add_argument("--report", type=Path, required=True, help="report.json of npm run eval")
    return parser


if __name__ == "__main__":
    sys.exit(main())
