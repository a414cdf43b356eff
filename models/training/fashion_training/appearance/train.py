"""Train the trunk of embedder and tagger: kinds, colours, identity and attributes at once, on two views of each garment."""

from __future__ import annotations

import copy
import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from fashion_training.appearance.crops import Garment, altered_crop
from fashion_training.appearance.garments import ATTRIBUTES, MULTIPLE, GarmentSet, Vocabulary
from fashion_training.appearance.network import SETS, Appearance, joined
from fashion_training.export.graphs import weights_of
from fashion_training.nn.efficientnet_lite import load_published
from fashion_training.runs import Average, Run, autocast, channels_last, parameter_groups, warm_cosine

_TEMPERATURE: Final = 0.07
_SHOP_VIEWS: Final = 0.5
"""Share of a street garment's first views that show it as a shop does: alone on white. The second is the photograph's."""
LOSS_WEIGHTS: Final = {"kind": 0.4, "colour": 0.2, "identity": 0.4}
"""Of the parts, where garments are told apart by all of them together."""


@dataclass(frozen=True)
class Plan:
    variant: str = "lite0"
    steps: int = 4000
    pairs: int = 32
    """Garments of a step, two views each."""
    sides: tuple[tuple[float, int], ...] = ((0.0, 160), (0.35, 192), (0.75, 224))
    """From which progress on views have which side."""
    frozen: int = 4
    """Layers of the trunk, from the first, that keep their published weights."""
    learning_rate: float = 5e-4
    new_learning_rate: float = 2e-3
    """Of the layers that begin from nothing."""
    weight_decay: float = 0.02
    shares: dict[str, float] = field(
        default_factory=lambda: {
            "catalogue": 0.4,
            "street": 0.18,
            "garments": 0.05,
            "worn": 0.06,
            "attributes": 0.26,
            "drawn": 0.05,
        }
    )
    memory: int = 8192
    """Views of earlier steps that identity is told from."""
    seed: int = 1


class Memory(nn.Module):
    """The last embeddings and whose they are, oldest overwritten first."""

    def __init__(self, size: int, width: int) -> None:
        super().__init__()
        self.values: Tensor
        self.owners: Tensor
        self.written: Tensor
        self.register_buffer("values", torch.zeros(size, width))
        self.register_buffer("owners", torch.zeros(size, dtype=torch.long))
        self.register_buffer("written", torch.zeros((), dtype=torch.long))

    def seen(self) -> tuple[Tensor, Tensor]:
        count = min(int(self.written), len(self.values))
        return self.values[:count].clone(), self.owners[:count].clone()

    def add(self, embeddings: Tensor, owners: Tensor) -> None:
        places = (int(self.written) + torch.arange(len(embeddings))) % len(self.values)
        self.values[places] = embeddings.detach().float()
        self.owners[places] = owners
        self.written.add_(len(embeddings))


class Sampler:
    """Garments of a step: by set, and in `catalogue` and `street` rare kinds as often as the root of their number."""

    def __init__(self, garments: GarmentSet, plan: Plan) -> None:
        self._lists: dict[str, list[Garment]] = {name: getattr(garments, name) for name in plan.shares}
        self._plan = plan
        self._weights = {name: _balanced(of, name) for name, of in self._lists.items()}
        shares = np.array(list(plan.shares.values()))
        self._shares = shares / shares.sum()

    def garments(self, random: np.random.Generator) -> list[Garment]:
        counts = random.multinomial(self._plan.pairs, self._shares)
        return [
            self._lists[name][index]
            for name, count in zip(self._lists, counts, strict=True)
            for index in random.choice(len(self._lists[name]), size=count, replace=False, p=self._weights[name])
        ]


def _balanced(garments: list[Garment], name: str) -> np.ndarray:
    head = {"catalogue": "article", "street": "street_label"}.get(name)
    kinds = [garment.labels.get(head, -1) if head else 0 for garment in garments]
    counts = Counter(kinds)
    weights = np.array([counts[kind] ** -0.5 for kind in kinds])
    return weights / weights.sum()


def side_at(progress: float, plan: Plan) -> int:
    return [side for start, side in plan.sides if progress >= start][-1]


def begun(plan: Plan, words: Vocabulary, published: Path, begin: list[Path]) -> Appearance:
    """
    A network to train.

    :param published: weights of the trunk
    :param begin: graphs of shipped models whose weights it has, where they have them; later ones win
    :raises ValueError: for a graph of another network
    """
    torch.manual_seed(plan.seed)
    network = Appearance(plan.variant, words)
    load_published(network.trunk, published)
    for graph in begin:
        unknown = network.load_state_dict(weights_of(graph, "network"), strict=False).unexpected_keys
        if unknown:
            raise ValueError(f"{graph} is of another network: it has {unknown[0]}")
    return network


def train(
    run: Run,
    plan: Plan,
    network: Appearance,
    garments: GarmentSet,
    backgrounds: list[Path],
    check: Callable[[Appearance], dict[str, Any]],
    say: Callable[[str], None],
    device: str = "cpu",
) -> Appearance:
    """Go on with a run until it, or its slice, ends. Answers the averaged weights.

    :param network: with the weights that the run begins with
    :param check: figures of held-out garments, for the curve
    """
    network = channels_last(network.to(device))
    layers = list(network.trunk)
    low, high = nn.Sequential(*layers[: plan.frozen]), nn.Sequential(*layers[plan.frozen :])
    low.requires_grad_(False)
    optimiser = torch.optim.AdamW(
        [
            *({**group, "share": 1.0} for group in parameter_groups(high, plan.weight_decay)),
            *(
                {**group, "share": plan.new_learning_rate / plan.learning_rate}
                for group in parameter_groups(network, plan.weight_decay, frozen=(network.trunk,))
            ),
        ],
        lr=plan.learning_rate,
    )
    average = Average(network, 0.999)
    width = network.kind.out_features + network.colour.out_features + network.identity.out_features
    memory = Memory(plan.memory, width).to(device)
    run.keep(network=network, optimiser=optimiser, average=average, memory=memory)
    sampler = Sampler(garments, plan)
    sums: dict[str, list[float]] = {}
    for step in run.steps():
        random = np.random.default_rng((plan.seed, step))
        chosen = sampler.garments(random)
        side = side_at(run.progress, plan)
        views = [
            *(altered_crop(garment, side, random, backgrounds, on_white=_SHOP_VIEWS) for garment in chosen),
            *(altered_crop(garment, side, random, backgrounds) for garment in chosen),
        ]
        pixels = torch.from_numpy(np.stack(views)).to(device).permute(0, 3, 1, 2).float()
        pixels = pixels.contiguous(memory_format=torch.channels_last)
        rate = plan.learning_rate * warm_cosine(run.progress)
        for group in optimiser.param_groups:
            group["lr"] = rate * group["share"]
        with autocast(device):
            with torch.no_grad():
                lower = low((pixels - 127.0) / 128.0)
            features = high(lower).mean((2, 3))
        losses = all_losses(network, features.float(), chosen, memory)
        sum(losses.values(), torch.zeros((), device=device)).backward()
        nn.utils.clip_grad_norm_([p for p in network.parameters() if p.requires_grad], 10.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        average.update(network, step)
        for name, value in losses.items():
            sums.setdefault(name, []).append(float(value.detach()))
        if (step + 1) % 100 == 0:
            means = {name: round(float(np.mean(values)), 3) for name, values in sums.items()}
            sums.clear()
            run.note(rate=rate, side=side, **means)
            say(f"{step + 1} of {run.total}: " + ", ".join(f"{name} {value}" for name, value in means.items()))
        if (step + 1) % 500 == 0:
            figures = check(copy.deepcopy(average.network).to("cpu"))
            run.note(held_out=figures)
            say(f"{step + 1}: held out {figures}")
    return average.network


def all_losses(network: Appearance, features: Tensor, garments: list[Garment], memory: Memory) -> dict[str, Tensor]:
    """By name; :param features: [2 N, 1280], the first views of N garments and then the second ones"""
    parts = network.embed(features)
    losses: dict[str, Tensor] = {}
    for name, part, classifiers in (("kind", "kind", network.kinds), ("colour", "colour", network.colours)):
        found = [
            (weight, classifiers[head](parts[part][rows], wanted))
            for head, weight in (_KINDS if name == "kind" else _COLOURS).items()
            for rows, wanted in [_labelled(head, garments, features.device)]
            if len(rows)
        ]
        losses[name] = sum((weight * loss for weight, loss in found), features.new_zeros(()))
    together = joined(parts, LOSS_WEIGHTS)
    owners = torch.tensor([owner(garment.key) for garment in garments] * 2, device=features.device)
    earlier, theirs = memory.seen()
    own = network.identity.out_features
    losses["identity"] = identity_loss(parts["identity"], owners, earlier[:, -own:] / LOSS_WEIGHTS["identity"] ** 0.5, theirs)
    losses["together"] = identity_loss(together, owners, earlier, theirs)
    memory.add(together, owners)
    losses["tags"] = tag_loss(network, network.dropout(features), garments)
    return losses


_KINDS: Final = dict(zip(SETS, (1.0, 0.3, 0.2), strict=True))
_COLOURS: Final = {"base_colour": 1.0, "color": 0.5}


def tag_loss(network: Appearance, features: Tensor, garments: list[Garment]) -> Tensor:
    """The mean over heads of what each costs where it is labelled, by the root of how much of the batch that is."""
    total = features.new_zeros(())
    for head in ("item_type", *ATTRIBUTES):
        if head == MULTIPLE:
            labelled = [index for index, garment in enumerate(garments) if head in garment.labels]
            if not labelled:
                continue
            rows = torch.tensor([*labelled, *(index + len(garments) for index in labelled)], device=features.device)
            wanted = torch.from_numpy(np.stack([garments[index].labels[head] for index in labelled])).repeat(2, 1)
            loss = functional.binary_cross_entropy_with_logits(network.tags[head](features[rows]), wanted.to(rows.device))
            loss = 4 * loss
        else:
            rows, wanted = _labelled(head, garments, features.device)
            if not len(rows):
                continue
            loss = functional.cross_entropy(network.tags[head](features[rows]), wanted)
        total = total + (len(rows) / len(features)) ** 0.5 * loss
    return total / 3


def owner(key: str) -> int:
    """A number for a garment."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:7], "big")


def identity_loss(embeddings: Tensor, owners: Tensor, earlier: Tensor, theirs: Tensor) -> Tensor:
    """
    Two views of a garment attract each other against all views of other garments (InfoNCE, van den Oord et al. 2018).

    :param embeddings: [2 N, width] of unit length, the first views of N garments and then the second ones
    :param owners: [2 N], each view's garment
    :param earlier: [M, width], views of earlier steps
    :param theirs: [M], their garments
    """
    views = torch.arange(len(embeddings), device=embeddings.device)
    wanted = (views + len(embeddings) // 2) % len(embeddings)
    logits = embeddings @ torch.cat((embeddings, earlier)).t() / _TEMPERATURE
    # A garment that was drawn before is no stranger.
    ignored = owners[:, None] == torch.cat((owners, theirs))[None]
    ignored[views, wanted] = False
    return 0.5 * functional.cross_entropy(logits.masked_fill(ignored, -1e4), wanted)


def _labelled(head: str, garments: list[Garment], device: torch.device) -> tuple[Tensor, Tensor]:
    """Rows of both views of garments that have a label, and the labels."""
    known = [(index, garment.labels[head]) for index, garment in enumerate(garments) if head in garment.labels]
    rows = [*(index for index, _ in known), *(index + len(garments) for index, _ in known)]
    wanted = [label for _, label in known] * 2
    return torch.tensor(rows, dtype=torch.long, device=device), torch.tensor(wanted, dtype=torch.long, device=device)
