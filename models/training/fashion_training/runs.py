"""A training run in a folder: resumable in slices, with its curve.

`run.json` says what is run; `checkpoint.pt` holds all that the next slice needs; `curve.jsonl` gets a line now and then. A
checkpoint is replaced as a whole, so that a run survives being killed at any moment.
"""

from __future__ import annotations

import copy
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

import torch
from torch import nn

Network = TypeVar("Network", bound=nn.Module)


class Run:
    def __init__(self, folder: Path, steps: int, slice_seconds: float = math.inf, told: dict[str, Any] | None = None) -> None:
        """
        :param steps: of the whole run
        :param slice_seconds: that `steps()` may take, to be gone on with by another run on the folder
        :param told: what else makes the run what it is, as JSON
        :raises ValueError: where the folder's run was told something else, naming it
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.told: dict[str, Any] = json.loads(json.dumps({"steps": steps, **(told or {})}))
        self.total = steps
        self.step = 0
        self._slice = slice_seconds
        self._parts: dict[str, Any] = {}
        path = folder / "run.json"
        if not path.exists():
            path.write_text(json.dumps(self.told, indent=1) + "\n", encoding="utf-8")
        known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for name in (*known, *self.told):
            if known.get(name) != self.told.get(name):
                raise ValueError(
                    f"{folder}: begun with {name} {known.get(name)}, not {self.told.get(name)}; take another folder for another run"
                )

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
        if path.exists():
            saved = torch.load(path, weights_only=True, map_location="cpu")
            self.step = int(saved["step"])
            for name, part in parts.items():
                part.load_state_dict(saved[name])
        self._forget_later_lines()

    def _forget_later_lines(self) -> None:
        """What is run again after a kill is noted again."""
        path = self.folder / "curve.jsonl"
        if path.exists():
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            path.write_text("".join(line for line in lines if json.loads(line)["step"] <= self.step), encoding="utf-8")

    def save(self) -> None:
        path = self.folder / "checkpoint.pt"
        unfinished = path.with_suffix(".unfinished")
        torch.save({"step": self.step, **{name: part.state_dict() for name, part in self._parts.items()}}, unfinished)
        unfinished.replace(path)

    def steps(self, save_every: int = 200) -> Iterator[int]:
        """
        Steps until the run or the slice ends; what was kept is saved now and then and at the end. PyTorch's random numbers follow
        from a step's number, so that a run that was stopped ends as one that was not.
        """
        ends = time.monotonic() + self._slice
        while not self.is_finished and time.monotonic() < ends:
            torch.manual_seed(self.step)
            yield self.step
            self.step += 1
            if self.step % save_every == 0:
                self.save()
        self.save()

    def note(self, **figures: Any) -> None:
        """One line of the curve, of the step that is being done."""
        with (self.folder / "curve.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"step": self.step + 1, "at": round(time.time()), **figures}) + "\n")

    def curve(self) -> list[dict[str, Any]]:
        """Figures of what was held out, by step."""
        path = self.folder / "curve.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        noted = [json.loads(line) for line in lines]
        return [{"step": line["step"], **line["held_out"]} for line in noted if "held_out" in line]


_WARM: Final = 0.03
_LAST_RATE: Final = 0.02


def warm_cosine(progress: float) -> float:
    """Share of the highest learning rate: a straight rise, then half a cosine."""
    if progress < _WARM:
        return max(progress / _WARM, 1e-3)
    falling = (progress - _WARM) / (1 - _WARM)
    return _LAST_RATE + (1 - _LAST_RATE) * (1 + math.cos(math.pi * falling)) / 2


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


def run_of(graph: Path | None) -> dict[str, Any]:
    """
    The run in which a shipped model was trained, of the folder of its graph.

    :raises ValueError: where nothing says how
    """
    file = graph.parent / "choices.json" if graph else None
    if file is None or not file.exists():
        raise ValueError("--steps 0: chooses anew for what a model folder holds; name its graph with --begin")
    run: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["run"]
    return run.get("trained", run)
