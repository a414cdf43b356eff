"""A training run in a folder: resumable in slices, with its curve.

`checkpoint.pt` holds all that the next slice needs; `curve.jsonl` gets a line now and then. A checkpoint is replaced as a whole, so
that a run survives being killed at any moment.
"""

from __future__ import annotations

import copy
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from torch import nn

Network = TypeVar("Network", bound=nn.Module)


class Run:
    def __init__(self, folder: Path, steps: int, slice_seconds: float = math.inf) -> None:
        """
        :param steps: of the whole run
        :param slice_seconds: after which `steps()` ends, to be gone on with by another run on the folder
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.total = steps
        self.step = 0
        self._ends = time.monotonic() + slice_seconds
        self._parts: dict[str, Any] = {}

    @property
    def is_finished(self) -> bool:
        return self.step >= self.total

    @property
    def progress(self) -> float:
        """0 to 1."""
        return self.step / self.total

    def keep(self, **parts: Any) -> None:
        """Names what a checkpoint holds (whatever has `state_dict`), and takes it from the last one where there is one."""
        self._parts = parts
        path = self.folder / "checkpoint.pt"
        if not path.exists():
            return
        saved = torch.load(path, weights_only=True)
        self.step = int(saved["step"])
        for name, part in parts.items():
            part.load_state_dict(saved[name])

    def save(self) -> None:
        path = self.folder / "checkpoint.pt"
        unfinished = path.with_suffix(".unfinished")
        torch.save({"step": self.step, **{name: part.state_dict() for name, part in self._parts.items()}}, unfinished)
        unfinished.replace(path)

    def steps(self, save_every: int = 200) -> Iterator[int]:
        """Steps until the run or the slice ends; what was kept is saved now and then and at the end."""
        while not self.is_finished and time.monotonic() < self._ends:
            yield self.step
            self.step += 1
            if self.step % save_every == 0:
                self.save()
        self.save()

    def note(self, **figures: Any) -> None:
        """One line of the curve."""
        with (self.folder / "curve.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"step": self.step, "at": round(time.time()), **figures}) + "\n")


def warm_cosine(progress: float, warm: float = 0.03, last: float = 0.02) -> float:
    """Share of the highest learning rate: a straight rise, then half a cosine down to `last`."""
    if progress < warm:
        return max(progress / warm, 1e-3)
    falling = (progress - warm) / (1 - warm)
    return last + (1 - last) * (1 + math.cos(math.pi * falling)) / 2


class Average(Generic[Network]):
    """Exponential moving average of a network's weights: steadier than the weights of any step."""

    def __init__(self, network: Network, decay: float = 0.9995) -> None:
        self.network: Network = copy.deepcopy(network)
        self.network.eval().requires_grad_(False)
        self._decay = decay

    def state_dict(self) -> dict[str, Any]:
        return self.network.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.network.load_state_dict(state)

    @torch.no_grad()
    def update(self, network: Network, step: int) -> None:
        decay = min(self._decay, (1 + step) / (10 + step))
        for mean, now in zip(self.network.state_dict().values(), network.state_dict().values(), strict=True):
            if mean.dtype.is_floating_point:
                mean.lerp_(now.detach(), 1 - decay)
            else:
                mean.copy_(now)


def autocast(device: str) -> torch.autocast:
    """bfloat16 where the device is fast at it; a CPU without instructions for it takes five times as long as for float32."""
    is_fast = device != "cpu" or torch.cpu._is_avx512_bf16_supported()
    return torch.autocast(device, torch.bfloat16, enabled=is_fast)


def parameter_groups(network: nn.Module, weight_decay: float, frozen: tuple[nn.Module, ...] = ()) -> list[dict[str, Any]]:
    """Weights decay, offsets and scales do not."""
    left_out = {id(parameter) for module in frozen for parameter in module.parameters()}
    trained = [parameter for parameter in network.parameters() if parameter.requires_grad and id(parameter) not in left_out]
    return [
        {"params": [parameter for parameter in trained if parameter.ndim > 1], "weight_decay": weight_decay},
        {"params": [parameter for parameter in trained if parameter.ndim <= 1], "weight_decay": 0.0},
    ]


def channels_last(network: Network) -> Network:
    """Weights lie as the layers are fastest, on CPUs and GPUs."""
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
