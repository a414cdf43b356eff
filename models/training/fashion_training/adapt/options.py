"""The command's options, and what they say as the adapters want it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NoReturn

from fashion_training.adapt.export import InputOptions
from fashion_training.adapt.manifest import Resize, Rules
from fashion_training.adapt.pixels import PRESETS, Channels, Normalisation, PixelOptions
from fashion_training.adapt.problem import Problem


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        raise Problem(message.removeprefix("argument "))


def parser() -> Parser:
    whole = Parser(
        prog="python -m fashion_training.adapt",
        description="Make a model folder of an exported ONNX graph (docs/own-models.md).",
    )
    kinds = whole.add_subparsers(dest="kind", required=True, metavar="KIND", parser_class=Parser)

    detr = kinds.add_parser("detr", help="queries: class logits and boxes in two outputs (DETR, YOLOS, RT-DETR)")
    _common(detr, normalise="imagenet", resize="stretch", pad=(0, 0, 0), margin=0)
    _detector(detr, box_units="fractions")
    detr.add_argument("--logits", metavar="NAME", help="output of class logits (logits or pred_logits unless told)")
    detr.add_argument("--boxes", metavar="NAME", help="output of boxes (pred_boxes unless told)")
    detr.add_argument(
        "--scores",
        choices=["softmax", "sigmoid", "none"],
        default="softmax",
        help="what makes probabilities of the logits; of softmax the last class is that there is nothing (softmax)",
    )

    yolo = kinds.add_parser("yolo", help="a grid: boxes and classes in one output (YOLOv5, v8 and their like, YOLOX)")
    _common(yolo, normalise="0-1", resize="letterbox", pad=(114, 114, 114), margin=0)
    _detector(yolo, box_units="pixels")
    yolo.add_argument("--output", metavar="NAME", help="the only output, or output0, unless told")
    yolo.add_argument(
        "--order",
        choices=["auto", "columns-first", "boxes-first"],
        default="auto",
        help="[N, columns, boxes] or [N, boxes, columns]; auto: there are more boxes than columns",
    )
    yolo.add_argument(
        "--objectness",
        action=argparse.BooleanOptionalAction,
        help="whether a column before the classes says that there is something; known where class names are",
    )
    yolo.add_argument(
        "--scores", choices=["none", "sigmoid"], default="none", help="what makes probabilities of the classes (none)"
    )

    tower = kinds.add_parser("image-tower", help="features of a picture (CLIP, SigLIP, DINOv2 and their like)")
    _common(tower, normalise=None, resize="stretch", pad=(127, 127, 127), margin=0.1)
    tower.add_argument(
        "--output", metavar="NAME", help="the only output, or image_embeds, image_features, pooler_output, unless told"
    )
    tower.add_argument("--pool", choices=["none", "cls", "mean"], help="how tokens or a map of features become one vector")

    classifier = kinds.add_parser("classifier", help="probabilities of labels in several outputs, or in ranges of one")
    _common(classifier, normalise=None, resize="stretch", pad=(127, 127, 127), margin=0.1)
    classifier.add_argument(
        "--heads",
        type=Path,
        required=True,
        metavar="FILE",
        help="JSON: which labels are which of our attributes' values",
    )
    classifier.add_argument(
        "--labels", type=Path, metavar="FILE", help="their class names: text, JSON list, or config.json with id2label"
    )
    return whole


def _common(parser: Parser, *, normalise: str | None, resize: str, pad: tuple[int, int, int], margin: float) -> None:
    add = parser.add_argument
    add("--model", type=Path, required=True, metavar="FILE", help="the exported graph")
    add("--out", type=Path, required=True, metavar="FOLDER", help="the model folder to make")
    add("--licence", required=True, metavar="TEXT", help="of the weights, as their maker states it")
    add("--started-from", metavar="TEXT", help="weights that these were fine-tuned from, with their licence")
    add("--name", help="of the model (the folder's name)")
    add("--version", default="1", help="of the model (1)")
    add("--replace", action="store_true", help="put it in the place of the model folder that is there")
    add("--input", metavar="NAME", help="input that takes the picture (the only one)")
    add("--layout", choices=["nchw", "nhwc"], help="of the input, where its shape does not tell")
    add("--size", type=_size, metavar="WxH", help="of the input, where the graph leaves it open")
    add(
        "--ones",
        action="append",
        default=[],
        metavar="NAME",
        help="an input besides the picture that is all ones, such as pixel_mask",
    )
    told = "" if normalise is None else f" ({normalise})"
    add("--normalise", choices=list(PRESETS), default=normalise, help=f"what it was trained on{told}")
    add("--mean", type=_channels, metavar="A,B,C", help="of another normalisation: (byte * scale - mean) / std")
    add("--std", type=_channels, metavar="A,B,C")
    add("--scale", type=_scale, metavar="NUMBER", help="1/255 unless told")
    add("--channels", choices=["rgb", "bgr"], default="rgb", help="order that it was trained on (rgb)")
    add(
        "--resize",
        choices=["letterbox", "stretch"],
        default=resize,
        help=f"how a picture comes to the input's size ({resize})",
    )
    add("--anchor", choices=["top-left", "centre"], default="centre", help="where a letterboxed picture stands (centre)")
    add("--pad", type=_pad, default=pad, metavar="R,G,B", help="around it, as bytes")
    add(
        "--margin",
        type=_share,
        default=margin,
        metavar="SHARE",
        help=f"of a box's sides that is cut out around it ({margin:g})",
    )


def _detector(parser: Parser, box_units: str) -> None:
    add = parser.add_argument
    add(
        "--types",
        type=Path,
        required=True,
        metavar="FILE",
        help="JSON: from their class names or numbers to our item types",
    )
    add("--labels", type=Path, metavar="FILE", help="their class names: text, JSON list, or config.json with id2label")
    add("--box-form", choices=["cxcywh", "xyxy"], default="cxcywh", help="(cxcywh)")
    add("--box-units", choices=["fractions", "pixels"], default=box_units, help=f"({box_units})")
    for name, default in (("display", 0.5), ("indexing", 0.2), ("iou", 0.5), ("cross-type-iou", 0.7)):
        add(f"--{name}", type=_share, default=default, metavar="SHARE", help=f"of the manifest ({default})")


def input_options(given: argparse.Namespace) -> InputOptions:
    return InputOptions(given.input, given.layout, given.size, tuple(given.ones))


def pixel_options(given: argparse.Namespace) -> PixelOptions:
    """:raises Problem: where it is not said what the model was trained on"""
    parts = {"mean": given.mean, "std": given.std, "scale": given.scale}
    own: dict[str, Any] = {key: value for key, value in parts.items() if value is not None}
    if given.normalise is None and "mean" not in own:
        raise Problem(f"--normalise: must say what the model was trained on ({', '.join(PRESETS)}), or --mean and --std")
    base = PRESETS[given.normalise or "0-1"]
    normalisation = Normalisation(**{"scale": base.scale, "mean": base.mean, "std": base.std, **own})
    return PixelOptions(normalisation, given.channels == "bgr")


def resize_options(given: argparse.Namespace) -> Resize:
    return Resize(given.resize, given.anchor, given.pad, given.margin)


def rule_options(given: argparse.Namespace) -> Rules:
    if given.indexing > given.display:
        raise Problem(f"--indexing {given.indexing}: must not be over --display {given.display}")
    return Rules(given.display, given.indexing, given.iou, given.cross_type_iou)


def _size(text: str) -> tuple[int, int]:
    sides = text.lower().split("x")
    if len(sides) > 2 or not all(side.isdecimal() and 1 <= int(side) <= 4096 for side in sides):
        raise argparse.ArgumentTypeError(f"{text} must be a width and a height in pixels up to 4096, as in 640x480 or 640")
    return int(sides[0]), int(sides[-1])


def _numbers(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} must be numbers with commas between") from None


def _channels(text: str) -> Channels:
    numbers = _numbers(text)
    if len(numbers) == 1:
        numbers *= 3
    if len(numbers) != 3:
        raise argparse.ArgumentTypeError(f"{text} must be three numbers, or one for all channels")
    return numbers[0], numbers[1], numbers[2]


def _pad(text: str) -> tuple[int, int, int]:
    red, green, blue = _channels(text)
    if not all(part.is_integer() and 0 <= part <= 255 for part in (red, green, blue)):
        raise argparse.ArgumentTypeError(f"{text} must be bytes")
    return int(red), int(green), int(blue)


def _share(text: str) -> float:
    [share, *more] = _numbers(text)
    if more or not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} must be between 0 and 1")
    return share


def _scale(text: str) -> float:
    [scale, *more] = _numbers(text)
    if more or not scale > 0:
        raise argparse.ArgumentTypeError(f"{text} must be a number above 0")
    return scale
