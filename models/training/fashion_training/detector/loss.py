"""Which place answers for which item, and what its answer costs: SimOTA and the losses of YOLOX (Ge et al. 2021)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional

from fashion_training.detector.scenes import IGNORED
from fashion_training.nn.yolox import Predictions

_RADIUS: Final = 2.5
"""In strides: a place this near to an item's middle may answer for it."""
_MOST: Final = 10
_BOX_COST: Final = 3.0
_FAR: Final = 1e5


@dataclass(frozen=True)
class Losses:
    boxes: Tensor
    objectness: Tensor
    types: Tensor

    def total(self) -> Tensor:
        return 5.0 * self.boxes + self.objectness + self.types


def overlaps(a: Tensor, b: Tensor) -> Tensor:
    """[A, 4] and [B, 4] as [A, B]: intersection over union."""
    low = torch.maximum(a[:, None, :2], b[None, :, :2])
    high = torch.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = (high - low).clamp(min=0).prod(-1)
    area_a, area_b = (a[:, 2:] - a[:, :2]).prod(-1), (b[:, 2:] - b[:, :2]).prod(-1)
    return shared / (area_a[:, None] + area_b[None] - shared).clamp(min=1e-6)


def detection_losses(predictions: Predictions, boxes: list[Tensor], types: list[Tensor]) -> Losses:
    """:param boxes: per picture [items, 4]; :param types: per picture [items], `IGNORED` for neither taught nor punished"""
    classes = predictions.classes.shape[-1]
    box_loss, type_loss = predictions.boxes.new_zeros(()), predictions.boxes.new_zeros(())
    objectness = torch.zeros_like(predictions.objectness)
    counted = torch.ones_like(predictions.objectness)
    matched = 0
    for picture, (all_boxes, all_types) in enumerate(zip(boxes, types, strict=True)):
        taught = all_types != IGNORED
        found = predictions.boxes[picture]
        if not bool(taught.all()):
            counted[picture] = 1 - _is_ignored(found.detach(), predictions.centres, all_boxes[~taught]).float()
        wanted, wanted_types = all_boxes[taught], all_types[taught]
        if len(wanted) == 0:
            continue
        places, items, quality = assign(predictions, picture, wanted, wanted_types)
        matched += len(places)
        objectness[picture, places] = 1.0
        counted[picture, places] = 1.0
        box_loss = box_loss + (1 - complete_iou(found[places], wanted[items])).sum()
        target = functional.one_hot(wanted_types[items], classes).float() * quality[:, None]
        type_loss = type_loss + functional.binary_cross_entropy_with_logits(
            predictions.classes[picture, places], target, reduction="sum"
        )
    loss = functional.binary_cross_entropy_with_logits(predictions.objectness, objectness, reduction="none")
    count = max(matched, 1)
    return Losses(box_loss / count, (loss * counted).sum() / count, type_loss / count)


@torch.no_grad()
def assign(predictions: Predictions, picture: int, boxes: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Places that answer, the item of each, and how well its box overlaps now."""
    centres, strides = predictions.centres, predictions.strides
    inside = (centres[:, None] > boxes[None, :, :2]).all(-1) & (centres[:, None] < boxes[None, :, 2:]).all(-1)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    near = ((centres[:, None] - middle[None]).abs() < _RADIUS * strides[:, None, None]).all(-1)
    candidates = (inside | near).any(1).nonzero().squeeze(1)
    overlap = overlaps(predictions.boxes[picture, candidates], boxes)
    logits = predictions.classes[picture, candidates]
    scores = (logits.sigmoid() * predictions.objectness[picture, candidates].sigmoid()[:, None]).clamp(1e-6).sqrt()
    of_type = scores[:, types]
    # Binary cross entropy of all types against the one of each item.
    others = -(1 - scores).clamp(min=1e-6).log().sum(1, keepdim=True)
    type_cost = others + (1 - of_type).clamp(min=1e-6).log() - of_type.log()
    cost = type_cost - _BOX_COST * overlap.clamp(min=1e-8).log() + _FAR * ~(inside & near)[candidates]
    matches = torch.zeros_like(cost, dtype=torch.bool)
    most = min(_MOST, len(candidates))
    counts = overlap.topk(most, dim=0).values.sum(0).int().clamp(min=1)
    for item in range(len(boxes)):
        matches[cost[:, item].topk(int(counts[item]), largest=False).indices, item] = True
    # A place that several items want answers for the one it costs least.
    shared = matches.sum(1) > 1
    if bool(shared.any()):
        best = cost[shared].argmin(1)
        matches[shared] = functional.one_hot(best, len(boxes)).bool()
    rows, items = matches.nonzero(as_tuple=True)
    return candidates[rows], items, overlap[rows, items]


def complete_iou(a: Tensor, b: Tensor) -> Tensor:
    """[N, 4] each: the complete IoU of Zheng et al. 2020, which falls with distance and shape where boxes do not meet."""
    shared = (torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])).clamp(min=0).prod(-1)
    size_a, size_b = a[:, 2:] - a[:, :2], b[:, 2:] - b[:, :2]
    iou = shared / (size_a.prod(-1) + size_b.prod(-1) - shared + 1e-6)
    around = torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])
    apart = ((a[:, :2] + a[:, 2:] - b[:, :2] - b[:, 2:]) / 2).square().sum(-1) / (around.square().sum(-1) + 1e-6)
    angle = torch.atan(size_b[:, 0] / size_b[:, 1].clamp(min=1e-3)) - torch.atan(size_a[:, 0] / size_a[:, 1].clamp(min=1e-3))
    shape = (4 / torch.pi**2) * angle.square()
    with torch.no_grad():
        weight = shape / (1 - iou + shape + 1e-6)
    return iou - apart - weight * shape


def _is_ignored(found: Tensor, centres: Tensor, ignored: Tensor) -> Tensor:
    """[A]: places within an ignored box whose own box lies mostly in it."""
    inside = (centres[:, None] > ignored[None, :, :2]).all(-1) & (centres[:, None] < ignored[None, :, 2:]).all(-1)
    low = torch.maximum(found[:, None, :2], ignored[None, :, :2])
    high = torch.minimum(found[:, None, 2:], ignored[None, :, 2:])
    share = (high - low).clamp(min=0).prod(-1) / (found[:, 2:] - found[:, :2]).prod(-1).clamp(min=1e-6)[:, None]
    return (inside & (share > 0.6)).any(1)
