from pathlib import Path

import numpy as np
import pytest
import torch

from fashion_training.appearance.crops import Garment
from fashion_training.appearance.heads import Garments, _fit
from fashion_training.taxonomy import values_of


def garments(attribute: str, labels: list[object]) -> list[Garment]:
    return [
        Garment(str(number), Path("a.png"), (0, 0, 9, 9), labels={} if label is None else {attribute: label})
        for number, label in enumerate(labels)
    ]


def test_a_head_learns_from_what_is_labelled_only() -> None:
    torch.manual_seed(1)
    labels: list[object] = [None if number % 5 == 4 else number % 3 for number in range(150)]
    inputs = torch.eye(4)[torch.tensor([3 if label is None else label for label in labels])] + 0.1 * torch.randn(150, 4)
    of = Garments(inputs, garments("sleeve_length", labels), torch.ones(150))
    rows, wanted = of.labelled("sleeve_length")
    assert len(rows) == 120 and wanted.tolist() == [labels[row] for row in rows]
    layer, head = _fit("sleeve_length", of, of, 1e-3)
    assert layer.out_features == len(values_of("sleeve_length"))
    assert head.figures["accuracy"] == head.figures["macro"] == 1 and head.shown and head.decay == 1e-3


def test_a_head_that_only_knows_the_commonest_value_says_nothing() -> None:
    torch.manual_seed(1)
    labels: list[object] = [int(number % 10 == 0) for number in range(200)]
    of = Garments(torch.randn(200, 3), garments("shoulder", labels), torch.ones(200))
    _, head = _fit("shoulder", of, of, 1.0)
    assert head.figures["accuracy"] == head.figures["commonest"] == 0.9 and not head.shown


def test_a_head_of_several_values_is_judged_by_its_f1() -> None:
    torch.manual_seed(1)
    wanted = (np.random.default_rng(1).random((200, len(values_of("detail")))) < 0.3).astype(np.float32)
    of = Garments(torch.from_numpy(wanted) + 0.05 * torch.randn(wanted.shape), garments("detail", list(wanted)), torch.ones(200))
    _, head = _fit("detail", of, of, 1e-5)
    assert head.figures["f1"] == pytest.approx(1, abs=0.02)


def test_an_attribute_that_nothing_is_labelled_with_is_named() -> None:
    with pytest.raises(ValueError, match="no garment has a label of neckline"):
        Garments(torch.zeros(1, 2), garments("shoulder", [0]), torch.ones(1)).labelled("neckline")
