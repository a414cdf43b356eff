from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from torch import nn

from fashion_training.appearance.crops import Garment
from fashion_training.appearance.figures import precision_at_10
from fashion_training.appearance.fitted import Fine, Fitted, Words
from fashion_training.appearance.garments import ATTRIBUTES, Vocabulary, tag_labels
from fashion_training.appearance.graph import write_embedder, write_tagger
from fashion_training.appearance.heads import Heads
from fashion_training.appearance.network import Appearance, Parts, Seen, _means, joined
from fashion_training.appearance.regression import logistic_regression
from fashion_training.appearance.train import Memory, all_losses, identity_loss
from fashion_training.data.letterbox import letterbox, with_margin
from fashion_training.export.graphs import weights_of
from fashion_training.taxonomy import item_types, values_of

WEIGHTS = {"kind": 0.5, "colour": 0.2, "identity": 0.3}
WORDS = Vocabulary(
    {"article": ("Shirts", "Tops"), "base_colour": ("Blue", "Red"), "street_label": ("shirt",), "home_label": ("Polo",)}
    | {"item_type": item_types()}
    | {attribute: values_of(attribute) for attribute in ATTRIBUTES}
)


@pytest.fixture(scope="module")
def network() -> Appearance:
    torch.manual_seed(2)
    return Appearance("lite0", WORDS, Parts(16, 8, 8)).eval()


def garment(key: str, **labels: object) -> Garment:
    return Garment(key, Path(key), (0, 0, 9, 9), labels=labels)


def test_a_margin_stays_within_the_picture() -> None:
    assert with_margin((10, 10, 30, 50), 0.1, 100, 100) == (8, 6, 32, 54)
    assert with_margin((0, 0, 100, 100), 0.1, 100, 100) == (0, 0, 100, 100)


def test_a_letterbox_is_centred() -> None:
    square, _ = letterbox(np.full((40, 20, 3), 9, np.uint8), (80, 80), 127, centred=True)
    assert (square[:, 20:60] == 9).all() and (square[:, :20] == 127).all() and (square[:, 60:] == 127).all()


def test_a_joined_cosine_is_the_weighted_mean_of_the_parts() -> None:
    random = np.random.default_rng(1)
    parts = {name: torch.nn.functional.normalize(torch.from_numpy(random.normal(size=(2, 6))), dim=1) for name in WEIGHTS}
    whole = joined(parts, WEIGHTS)
    wanted = sum(weight * float(parts[name][0] @ parts[name][1]) for name, weight in WEIGHTS.items())
    assert float(whole[0] @ whole[1]) == pytest.approx(wanted)
    assert whole.norm(dim=1).tolist() == pytest.approx([1, 1])
    assert joined(parts, {"kind": 1.0}).shape == (2, 6)


def test_labels_are_indices_and_unknown_values_are_none() -> None:
    labels = tag_labels(WORDS, {"category": "shirt", "color": "plaid", "detail": ["zipper"]})
    assert labels["category"] == values_of("category").index("shirt") and "color" not in labels
    assert labels["detail"].sum() == 1 and labels["detail"][values_of("detail").index("zipper")] == 1


def test_two_views_that_agree_cost_less() -> None:
    torch.manual_seed(1)
    views = torch.nn.functional.normalize(torch.randn(4, 8), dim=1)
    owners, nobody = torch.arange(4).repeat(2), torch.zeros(0, dtype=torch.long)
    none = torch.zeros(0, 8)
    agreeing = identity_loss(torch.cat((views, views)), owners, none, nobody)
    assert agreeing < identity_loss(torch.cat((views, views.flip(0))), owners, none, nobody)
    assert identity_loss(torch.cat((views, views)), owners, views, torch.arange(4) + 4) > agreeing


def test_earlier_views_of_a_garment_are_no_strangers_to_it() -> None:
    torch.manual_seed(1)
    views = torch.nn.functional.normalize(torch.randn(4, 8), dim=1)
    owners = torch.arange(4).repeat(2)
    alone = identity_loss(torch.cat((views, views)), owners, torch.zeros(0, 8), torch.zeros(0, dtype=torch.long))
    assert identity_loss(torch.cat((views, views)), owners, views, torch.arange(4)) > alone
    one = torch.zeros(8, dtype=torch.long)
    assert identity_loss(torch.cat((views, views)), one, views, one[:4]) == pytest.approx(0, abs=1e-6)


def test_all_losses_are_of_what_is_labelled(network: Appearance) -> None:
    garments = [garment("a", article=0, base_colour=1, category=3), garment("b"), garment("c", detail=np.ones(18, np.float32))]
    losses = all_losses(network, torch.randn(6, 1280), garments, Memory(8, 32))
    assert set(losses) == {"kind", "colour", "identity", "together", "tags"}
    assert all(torch.isfinite(loss) for loss in losses.values())
    unlabelled = all_losses(network, torch.randn(4, 1280), [garment("a"), garment("b")], Memory(8, 32))
    assert unlabelled["kind"] == unlabelled["colour"] == unlabelled["tags"] == 0


def test_a_memory_forgets_the_oldest() -> None:
    memory = Memory(3, 1)
    assert len(memory.seen()[0]) == 0
    memory.add(torch.tensor([[1.0], [2]]), torch.tensor([10, 20]))
    assert memory.seen()[0].flatten().tolist() == [1, 2]
    memory.add(torch.tensor([[3.0], [4]]), torch.tensor([30, 40]))
    values, owners = memory.seen()
    assert sorted(zip(values.flatten().tolist(), owners.tolist(), strict=True)) == [(2, 20), (3, 30), (4, 40)]


def test_the_fine_part_is_what_differs_most_for_how_much_alterations_change_it() -> None:
    torch.manual_seed(1)
    # As different as each other, of which alterations change the first most, and the last two only together.
    before = torch.randn(4000, 4) * 10 + 3
    noise = torch.randn(4000, 1)
    changes = torch.cat((torch.randn(4000, 1) * 20, torch.randn(4000, 1) * 8, noise * 4, noise * 4), 1)
    fine = Fine.fit(before, [changes, -changes])
    found = fine.layer(before)
    torch.testing.assert_close(found.mean(0), torch.zeros(4), atol=1e-2, rtol=0)
    spread = found.std(0)
    assert spread.tolist() == sorted(spread.tolist())
    least, most = fine.layer.weight[0], fine.layer.weight[-1]
    assert least.abs().argmax() == 0 and least[1:].abs().max() < 0.1 * least[0].abs()
    # The difference of the last two is not changed at all.
    torch.testing.assert_close(most[2], -most[3], atol=0.02, rtol=0.05)
    assert most[:2].abs().max() < 0.1 * most[2].abs()


def test_words_agree_as_far_as_both_are_sure_of_the_same() -> None:
    torch.manual_seed(1)
    labels = torch.arange(3).repeat(100)
    around = torch.nn.functional.normalize(torch.eye(4)[labels] + 0.1 * torch.randn(300, 4), dim=1)
    unknown = torch.where(torch.arange(300) % 7 == 0, -1, labels)
    told = Words.fit(around, unknown)(
        torch.nn.functional.normalize(torch.tensor([[1.0, 0, 0, 0], [0.9, 0.1, 0, 0], [0, 1, 0, 0], [1, 1, 0, 0]]), dim=1)
    )
    torch.testing.assert_close(told.norm(dim=1), torch.ones(4))
    assert told.square().argmax(1).tolist()[:3] == [0, 0, 1]
    likeness = told @ told.t()
    assert likeness[0, 1] > 0.95 and likeness[0, 2] < 0.5 < likeness[0, 3] < 0.95


def test_precision_counts_neighbours_but_not_oneself() -> None:
    gallery = np.eye(12, dtype=np.float32)
    kept = [garment(str(number), article=int(number > 0), base_colour=number % 2) for number in range(12)]
    alone = precision_at_10(gallery[:1], gallery, kept[:1], kept)
    assert alone.kind == alone.kind_and_colour == 0
    # Of the eleven others ten are neighbours, nine or ten of them of its kind.
    found = precision_at_10(gallery[1:2], gallery, kept[1:2], kept)
    assert found.kind in (0.9, 1.0) and 0.4 <= found.kind_and_colour <= 0.5


def test_windows_are_means_of_the_whole_the_middle_and_nine_places() -> None:
    everywhere, corner = torch.full((12, 9), 3.0), torch.zeros(12, 9)
    corner[:4, 6:] = 1
    means = _means(torch.stack((everywhere, corner))[None])[0]
    assert means.shape == (11, 2)
    torch.testing.assert_close(means[:, 0], torch.full((11,), 3.0))
    assert means[0, 1] == pytest.approx(1 / 9)
    # The third of nine places is at the top right; the middle has little of it.
    assert means[2:, 1].argmax() == 2 and means[4, 1] > 0.5 and means[1, 1] < 0.1


def test_what_is_told_of_places_is_the_same_in_a_mirror() -> None:
    torch.manual_seed(1)
    x = torch.randn(2, 5, 14, 14)
    one, other = (Seen(torch.zeros(2, 2, 3), _means(of)) for of in (x, x.flip(3)))
    assert one.mirrored_places.shape == (2, 6 * 5) and not torch.allclose(one.before, other.before)
    torch.testing.assert_close(one.mirrored_places, other.mirrored_places)


def test_a_regression_takes_inputs_of_any_scale() -> None:
    torch.manual_seed(1)
    labels = torch.arange(3).repeat(100)
    inputs = torch.cat((torch.eye(3)[labels] * 1000 - 400, torch.randn(300, 2) * 0.01, torch.full((300, 1), 7.0)), 1)
    layer = logistic_regression(inputs, labels, 4, torch.ones(300), 1e-4)
    told = torch.softmax(layer(inputs), 1)
    assert (told.argmax(1) == labels).all() and told[:, :3].amax(1).min() > 0.8
    # A value that nothing has is never said, nor what is only seen with a wrong label of no weight.
    assert told[:, 3].max() < 0.02
    wrong = torch.where(torch.arange(300) < 30, (labels + 1) % 3, labels)
    sure = logistic_regression(inputs, wrong, 3, (torch.arange(300) >= 30).float(), 1e-4)
    assert (sure(inputs).argmax(1) == labels).all()


def test_a_regression_of_several_values_tells_each_by_itself() -> None:
    torch.manual_seed(1)
    labels = (torch.rand(400, 3) < 0.4).float()
    layer = logistic_regression(labels + 0.05 * torch.randn(400, 3), labels, 3, torch.ones(400), 1e-5)
    assert ((layer(labels) > 0) == (labels > 0)).all()


def test_the_graphs_answer_as_the_network(network: Appearance, tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (2, 64, 64, 3)).astype(np.uint8)
    some = Seen(torch.randn(300, 2, 1280), torch.randn(300, 11, 304))
    fine = Fine.fit(some.overall, [torch.randn(50, 608)])
    fitted = Fitted.fit(network, fine, [some, some], {"kind in words": torch.randint(-1, 3, (300,))})
    weights = {"kind": 0.2, "kind in words": 0.3, "colour": 0.2, "fine": 0.3}
    write_embedder(network, fitted, weights, 64, tmp_path / "embedder.onnx")
    width = some.everything.shape[1]
    heads = Heads({"category": nn.Linear(width, 70), "detail": nn.Linear(width, 18)})
    write_tagger(network, heads, {"category": 1.5, "detail": 2.0}, 64, tmp_path / "tagger.onnx")
    with torch.no_grad():
        seen = network.see(torch.from_numpy(pixels).permute(0, 3, 1, 2).float())
        wanted = joined(fitted.parts(network, seen), weights).numpy()
    assert wanted.shape == (2, 16 + 8 + 256 + 3)
    with torch.no_grad():
        details = torch.sigmoid(heads(seen)["detail"] / 2).numpy()
    (vectors,) = onnxruntime.InferenceSession(str(tmp_path / "embedder.onnx")).run(None, {"pixels": pixels})
    np.testing.assert_allclose(vectors, wanted, atol=1e-4)
    category, detail = onnxruntime.InferenceSession(str(tmp_path / "tagger.onnx")).run(["category", "detail"], {"pixels": pixels})
    np.testing.assert_allclose(category.sum(1), 1, atol=1e-5)
    np.testing.assert_allclose(detail, details, atol=1e-4)
    known = weights_of(tmp_path / "tagger.onnx", "network")
    assert "trunk.0.layer.weight" in known and "kind.weight" not in known
