from pathlib import Path

import numpy as np
import pytest
import torch

from fashion_training.appearance.crops import Garment
from fashion_training.appearance.heads import Garments, choose_head
from fashion_training.taxonomy import values_of


def seen(attribute: str, inputs: torch.Tensor, labels: list[object], first: int = 0) -> Garments:
    """Each of a picture of its own, from the `first` on."""
    garments = [
        Garment(str(number), Path(f"{number}.png"), (0, 0, 9, 9), labels={} if label is None else {attribute: label})
        for number, label in enumerate(labels, first)
    ]
    return Garments(inputs, garments, torch.ones(len(garments)))


def told(labels: list[object]) -> torch.Tensor:
    return torch.eye(4)[torch.tensor([3 if label is None else label for label in labels])] + 0.1 * torch.randn(len(labels), 4)


def test_a_head_learns_from_what_is_labelled_only() -> None:
    torch.manual_seed(1)
    labels: list[object] = [None if number % 5 == 4 else number % 3 for number in range(150)]
    layer, head = choose_head(
        "sleeve_length", seen("sleeve_length", told(labels), labels), seen("sleeve_length", told(labels), labels, 150)
    )
    assert layer.out_features == len(values_of("sleeve_length"))
    figures = head.verdict.figures
    assert figures["accuracy"] == figures["macro"] == 1 and head.verdict.shown
    assert [one["learnt"] for one in head.learning][-1] == 120
    assert 10 < head.learning[0]["learnt"] < 60


def test_a_head_that_only_knows_the_commonest_value_says_nothing() -> None:
    torch.manual_seed(1)
    labels: list[object] = [int(number % 10 == 0) for number in range(200)]
    everything, unseen = (seen("shoulder", torch.randn(200, 3), labels, first) for first in (0, 200))
    _, head = choose_head("shoulder", everything, unseen)
    assert not head.verdict.shown and head.verdict.figures["commonest"] == 0.9


def test_a_head_of_several_values_is_judged_by_its_f1() -> None:
    torch.manual_seed(1)
    wanted = (np.random.default_rng(1).random((200, len(values_of("detail")))) < 0.3).astype(np.float32)
    inputs = torch.from_numpy(wanted) + 0.05 * torch.randn(wanted.shape)
    _, head = choose_head("detail", seen("detail", inputs, list(wanted)), seen("detail", inputs, list(wanted), 200))
    assert head.verdict.figures["f1"] == pytest.approx(1, abs=0.05)


def test_a_share_of_very_few_garments_may_be_none() -> None:
    torch.manual_seed(1)
    labels: list[object] = [0, 1]
    _, head = choose_head("sleeve_length", seen("sleeve_length", told(labels), labels), seen("sleeve_length", told(labels), labels))
    assert [one["share"] for one in head.learning][-1] == 1 and all(one["learnt"] for one in head.learning)


def test_an_attribute_that_nothing_is_labelled_with_is_named() -> None:
    some = seen("shoulder", torch.zeros(1, 2), [0])
    with pytest.raises(ValueError, match="no garment has a label of neckline"):
        choose_head("neckline", some, some)
