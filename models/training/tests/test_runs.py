import json
from pathlib import Path

import pytest
import torch
from torch import nn

from fashion_training.runs import Average, Run, parameter_groups, run_of, warm_cosine


def go_on(folder: Path, steps: int, stop_after: int | None = None) -> tuple[nn.Sequential, Run]:
    torch.manual_seed(3)
    network = nn.Sequential(nn.Dropout(0.5), nn.Linear(4, 2))
    optimiser = torch.optim.AdamW(network.parameters(), lr=0.1)
    average = Average(network, 0.9)
    run = Run(folder, steps)
    run.keep(network=network, optimiser=optimiser, average=average)
    for done, step in enumerate(run.steps(save_every=1)):
        if done == stop_after:
            run.note(lost=True)
            break
        run.note(lost=False)
        network(torch.full((1, 4), float(step))).square().mean().backward()
        optimiser.step()
        optimiser.zero_grad()
        average.update(network, step)
    return average.network, run


def test_a_run_that_was_stopped_ends_as_one_that_was_not(tmp_path: Path) -> None:
    whole, run = go_on(tmp_path / "whole", 9)
    assert run.is_finished
    _, run = go_on(tmp_path / "parts", 9, stop_after=4)
    assert not run.is_finished
    parts, run = go_on(tmp_path / "parts", 9)
    assert run.is_finished
    torch.testing.assert_close(whole[1].weight, parts[1].weight)
    lines = [json.loads(line) for line in (tmp_path / "parts" / "curve.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["step"], line["lost"]) for line in lines] == [(step, False) for step in range(1, 10)]


def test_the_curve_is_of_what_was_held_out(tmp_path: Path) -> None:
    run = Run(tmp_path, 1)
    assert run.curve() == []
    run.note(rate=0.1)
    run.note(held_out={"kind": 0.5})
    assert run.curve() == [{"step": 1, "kind": 0.5}]


def test_another_run_is_not_gone_on_with(tmp_path: Path) -> None:
    Run(tmp_path, 10, told={"plan": {"rate": 0.1}})
    Run(tmp_path, 10, told={"plan": {"rate": 0.1}})
    with pytest.raises(ValueError, match="begun with steps 10, not 20"):
        Run(tmp_path, 20, told={"plan": {"rate": 0.1}})
    with pytest.raises(ValueError, match="begun with plan"):
        Run(tmp_path, 10, told={"plan": {"rate": 0.2}})


def test_a_slice_ends_by_the_clock(tmp_path: Path) -> None:
    run = Run(tmp_path, 1000, slice_seconds=0)
    assert list(run.steps()) == [] and not run.is_finished


def test_the_curve_is_lines_of_json(tmp_path: Path) -> None:
    run = Run(tmp_path, 10)
    run.note(loss=1.5)
    run.note(loss=1.0)
    lines = (tmp_path / "curve.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["loss"] for line in lines] == [1.5, 1.0]


def test_the_rate_rises_and_falls() -> None:
    rates = [warm_cosine(progress / 100) for progress in range(101)]
    assert max(rates) == rates[3] == 1 and rates[0] < 0.01 and abs(rates[-1] - 0.02) < 1e-9


def test_only_weights_decay() -> None:
    weights, offsets = parameter_groups(nn.Linear(3, 2), 0.1)
    assert [len(group["params"]) for group in (weights, offsets)] == [1, 1] and offsets["weight_decay"] == 0


def test_a_run_is_that_of_the_graphs_folder(tmp_path: Path) -> None:
    graph = tmp_path / "model.onnx"
    for nothing in (None, graph):
        with pytest.raises(ValueError, match="--begin"):
            run_of(nothing)
    for run in ({"plan": {"steps": 9}}, {"plan": {"steps": 0}, "trained": {"plan": {"steps": 9}}}):
        (tmp_path / "choices.json").write_text(json.dumps({"run": run}), encoding="utf-8")
        assert run_of(graph) == {"plan": {"steps": 9}}
