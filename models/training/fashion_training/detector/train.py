"""Train the detector: YOLOX-Nano from COCO weights, on scenes of every source, with the street masks as a second task."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from fashion_training.data.letterbox import letterbox
from fashion_training.data.records import StreetPicture
from fashion_training.detector.decode import PAD, Found, Rules, decode
from fashion_training.detector.figures import Find, street_figures
from fashion_training.detector.loss import detection_losses
from fashion_training.detector.scenes import UNKNOWN, Scene, laid_out, mosaic, paste, recolour, single
from fashion_training.detector.sources import Boxed, Sources
from fashion_training.export.graphs import weights_of
from fashion_training.nn.yolox import YoloxNano, initialise_types, load_published
from fashion_training.runs import Average, Run, autocast, channels_last, parameter_groups, warm_cosine
from fashion_training.taxonomy import item_types

MASK_CLASSES: Final = 59
_DRAWN: Final = "drawn"
_LARGEST_NORM: Final = 1000.0
"""Of the gradient; pixels of 0 to 255 make that of the stem large."""


@dataclass(frozen=True)
class Plan:
    steps: int = 6000
    batch: int = 16
    learning_rate: float = 8e-4
    weight_decay: float = 0.02
    sizes: tuple[tuple[int, int], ...] = ((416, 320), (448, 352), (480, 352), (480, 384), (512, 384), (416, 416))
    """Height and width of the canvases, one for each batch."""
    shares: dict[str, float] = field(
        default_factory=lambda: {"street": 0.36, "worn": 0.29, "alone": 0.08, "garments": 0.17, "drawn": 0.1}
    )
    """Of each source among the scenes."""
    mosaic: float = 0.35
    paste: float = 0.35
    calm: float = 0.2
    """The last share of the steps, in which scenes are neither put together nor pasted on."""
    mask_weight: float = 0.6
    seed: int = 1


class Trainee(nn.Module):
    """The detector, and a layer that says each place's class in the street masks; the latter is not shipped."""

    def __init__(self) -> None:
        super().__init__()
        self.detector = YoloxNano(len(item_types()))
        self.masks = nn.Conv2d(64, MASK_CLASSES, 1)

    def forward(self, pixels: Tensor) -> tuple[object, Tensor]:
        features = self.detector.features(pixels)
        return self.detector.detect(features), self.masks(features[0])


def begun(published: Path, begin: Path | None, seed: int) -> Trainee:
    """
    A network to train.

    :param begin: graph of a shipped model whose weights it has, in place of the published ones
    :param seed: of the layers that have neither
    """
    torch.manual_seed(seed)
    trainee = Trainee()
    if begin is None:
        load_published(trainee.detector, published)
        initialise_types(trainee.detector)
    else:
        trainee.detector.load_state_dict(weights_of(begin, "detector"))
    return trainee


class SceneMaker:
    def __init__(self, sources: Sources, plan: Plan) -> None:
        self._lists: dict[str, list[Boxed]] = {name: getattr(sources, name) for name in plan.shares if name != _DRAWN}
        self._names = list(plan.shares)
        shares = np.array([plan.shares[name] for name in self._names])
        self._shares = shares / shares.sum()
        self._cuts, self._drawn, self._backgrounds = sources.cuts, sources.drawn, sources.backgrounds
        types = np.array([cut.type for cut in self._cuts])
        # Rare types as often as the root of their number.
        weights = 1 / np.sqrt(np.bincount(types, minlength=len(item_types()))[types])
        self._cut_weights = weights / weights.sum()
        self._plan = plan

    def batch(self, step: int, progress: float) -> list[Scene]:
        """The scenes of a step: the same for the same step, whenever a run is gone on with."""
        random = np.random.default_rng((self._plan.seed, step))
        size = self._plan.sizes[int(random.integers(len(self._plan.sizes)))]
        calm = progress > 1 - self._plan.calm
        return [self._scene(size, random, calm) for _ in range(self._plan.batch)]

    def _scene(self, size: tuple[int, int], random: np.random.Generator, calm: bool) -> Scene:
        if not calm and random.random() < self._plan.mosaic:
            one, two, three, four = (self._pick(size, random) for _ in range(4))
            scene = mosaic((one, two, three, four), size, random)
        else:
            scene = single(self._pick(size, random), size, random, (0.9, 1.15) if calm else (0.7, 1.7))
        if not calm and random.random() < self._plan.paste:
            scene = paste(scene, self._cuts[random.choice(len(self._cuts), p=self._cut_weights)], random)
        return Scene(recolour(scene.pixels, random), scene.boxes, scene.types, scene.mask)

    def _pick(self, size: tuple[int, int], random: np.random.Generator) -> Scene:
        name = self._names[random.choice(len(self._names), p=self._shares)]
        if name == _DRAWN:
            cuts = [self._drawn[int(random.integers(len(self._drawn)))] for _ in range(int(random.integers(1, 4)))]
            behind = self._backgrounds[int(random.integers(len(self._backgrounds)))] if random.random() < 0.5 else None
            return laid_out(cuts, behind, size, random)
        boxed = self._lists[name]
        return boxed[int(random.integers(len(boxed)))].scene()


def train(
    run: Run,
    plan: Plan,
    sources: Sources,
    trainee: Trainee,
    held_out: list[StreetPicture],
    size: tuple[int, int],
    say: Callable[[str], None],
    device: str = "cpu",
) -> Trainee:
    """
    Go on with a run until it, or its slice, ends. Answers the averaged weights.

    :param trainee: with the weights that the run begins with
    :param size: height and width of the input by which held-out pictures are looked at
    """
    trainee = channels_last(trainee.to(device))
    optimiser = torch.optim.AdamW(parameter_groups(trainee, plan.weight_decay), lr=plan.learning_rate)
    average = Average(trainee)
    run.keep(trainee=trainee, optimiser=optimiser, average=average)
    maker = SceneMaker(sources, plan)
    sums: dict[str, list[float]] = {}
    for step in run.steps():
        scenes = maker.batch(step, run.progress)
        rate = plan.learning_rate * warm_cosine(run.progress)
        for group in optimiser.param_groups:
            group["lr"] = rate
        pixels = torch.from_numpy(np.stack([scene.pixels for scene in scenes])).to(device).permute(0, 3, 1, 2)
        pixels = pixels.float().contiguous(memory_format=torch.channels_last)
        with autocast(device):
            predictions, masks = trainee(pixels)
        boxes = [torch.from_numpy(scene.boxes).to(device) for scene in scenes]
        types = [torch.from_numpy(scene.types).to(device) for scene in scenes]
        losses = detection_losses(predictions, boxes, types)
        of_masks = mask_loss(masks, scenes)
        loss = losses.total() + plan.mask_weight * of_masks
        loss.backward()
        norm = nn.utils.clip_grad_norm_(trainee.parameters(), _LARGEST_NORM)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        average.update(trainee, step)
        parts = {
            "boxes": losses.boxes,
            "objectness": losses.objectness,
            "types": losses.types,
            "masks": of_masks,
            "norm": norm,
        }
        for name, value in parts.items():
            sums.setdefault(name, []).append(float(value.detach()))
        if (step + 1) % 100 == 0:
            means = {name: round(float(np.mean(values)), 4) for name, values in sums.items()}
            sums.clear()
            run.note(rate=rate, **means)
            say(f"{step + 1} of {run.total}: " + ", ".join(f"{name} {value}" for name, value in means.items()))
        if (step + 1) % 500 == 0 and held_out:
            detector = copy.deepcopy(average.network.detector).to("cpu")
            figures = street_figures(held_out, finder(detector, size, Rules(0.01, 0.6, 1.0)))
            run.note(held_out={"mean": figures.mean, "any": figures.any_type, **figures.by_type})
            say(f"{step + 1}: held out mAP@0.5 {figures.mean:.3f}, any type {figures.any_type:.3f}")
    return average.network


def mask_loss(logits: Tensor, scenes: list[Scene]) -> Tensor:
    """Cross entropy of each place's class where masks are known."""
    height, width = logits.shape[-2:]
    # The middle pixel of each place.
    wanted = np.full((len(scenes), height, width), UNKNOWN, np.int64)
    for index, scene in enumerate(scenes):
        if scene.mask is not None:
            wanted[index] = scene.mask[4::8, 4::8]
    target = torch.from_numpy(wanted).to(logits.device)
    if not bool((target != UNKNOWN).any()):
        return logits.sum() * 0
    return functional.cross_entropy(logits.float(), target, ignore_index=UNKNOWN)


def finder(detector: YoloxNano, size: tuple[int, int], rules: Rules) -> Find:
    """The network as it would answer, at an input size (height, width)."""

    @torch.no_grad()
    def find(picture: np.ndarray) -> Found:
        canvas, scale = letterbox(picture, size, PAD)
        pixels = torch.from_numpy(canvas)[None].permute(0, 3, 1, 2).float()
        predictions = detector(pixels.contiguous(memory_format=torch.channels_last))
        return decode(predictions.boxes[0].numpy(), predictions.scores()[0].numpy(), rules, scale, picture)

    return find
