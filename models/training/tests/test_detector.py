from pathlib import Path

import cv2
import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from fashion_training.data.letterbox import letterbox
from fashion_training.data.records import Item, LabelledGarment, StreetPicture
from fashion_training.detector.choose import f1, f1_error, lowest_as_good
from fashion_training.detector.decode import Found, Rules, decode
from fashion_training.detector.figures import average_precision
from fashion_training.detector.graph import write_graph
from fashion_training.detector.loss import assign, complete_iou, detection_losses, overlaps
from fashion_training.detector.mistakes import judge, mistakes, types_as_seen
from fashion_training.detector.scenes import IGNORED
from fashion_training.export.graphs import compact, weights_of
from fashion_training.export.quantise import quantise
from fashion_training.nn.yolox import YoloxNano, initialise_types
from fashion_training.taxonomy import item_types

PICTURE = np.zeros((200, 100, 3), np.uint8)


def boxes_of(*boxes: tuple[float, float, float, float]) -> np.ndarray:
    return np.array(boxes, np.float32)


def test_average_precision_by_hand() -> None:
    truths = [boxes_of((0, 0, 10, 10), (20, 0, 30, 10))]
    found = [boxes_of((0, 0, 10, 10), (50, 0, 60, 10), (20, 0, 30, 10))]
    # Right, wrong, right: precision 1 up to half of the recall, then 2/3.
    assert average_precision(truths, found, [np.array([0.9, 0.8, 0.7], np.float32)]) == pytest.approx(0.5 + 0.5 * 2 / 3)
    assert average_precision(truths, [found[0][:0]], [np.zeros(0, np.float32)]) == 0


def test_an_item_found_twice_counts_once() -> None:
    same = boxes_of((0, 0, 10, 10))
    assert average_precision([same], [np.concatenate((same, same))], [np.array([0.9, 0.8])]) == 1


def test_wrong_boxes_are_told_apart(tmp_path: Path) -> None:
    assert cv2.imwrite(str(tmp_path / "street.png"), PICTURE)
    shoes, bag = item_types().index("SHOES"), item_types().index("BAG")
    items = (Item("SHOES", "boots", (10, 150, 50, 190)), Item("BAG", "bag", (60, 60, 90, 90)), Item(None, "hair", (0, 0, 9, 9)))
    photograph = StreetPicture("street.png", "train", tmp_path / "street.png", tmp_path / "mask.png", items)
    boxes = boxes_of((10, 150, 50, 190), (10, 150, 29, 190), (12, 150, 50, 190), (60, 75, 95, 110), (0, 0, 40, 40))
    types = np.array([shoes, shoes, shoes, bag, bag])
    found = Found(boxes, np.array([0.9, 0.8, 0.7, 0.6, 0.1], np.float32), types)
    assert judge(photograph, lambda _: found).kinds == ["right", "split or joined", "twice", "misplaced", "background"]
    told = mistakes([photograph], lambda _: found, 0.2)
    assert told["shown"] == 4 and [(one["kind"], one["boxes"]) for one in told["wrong"]] == [
        ("split or joined", 1), ("twice", 1), ("misplaced", 1)
    ]  # fmt: skip
    assert told["any_type"]["as it is"] == 0.5 == told["any_type"]["IoU 0.4 in place of 0.5"]


def test_labels_are_worth_what_was_seen_in_their_boxes() -> None:
    boxes = [(float(left), 0.0, float(left + 30), 90.0) for left in range(0, 1200, 100)]
    items = tuple(Item("TOP", "top", box) for box in boxes)
    photograph = StreetPicture(
        "street.png", "train", Path("street.png"), Path("mask.png"), (*items, Item("BAG", "bag", (0, 200, 9, 209)))
    )
    # Two of ten that were looked at are seen as something else, two were not looked at.
    types = ["SHIRT"] * 2 + ["TOP"] * 8
    looked_at = [
        LabelledGarment("street", "street.png", "train", photograph.path, kind, {}, box)
        for kind, box in zip(types, boxes, strict=False)
    ]
    (row,) = types_as_seen([photograph], looked_at)
    assert (row["type"], row["labelled"], row["seen"]) == ("TOP", 10, 8) and row["precision"] == pytest.approx(0.8)


def test_the_lowest_display_threshold_as_good_as_the_best() -> None:
    def tried(display: float, f1: float, alone: float = 1.0) -> dict[str, float]:
        return {"display": display, "f1": f1, "f1_error": 0.02, "alone_located": alone}

    assert lowest_as_good([tried(0.1, 0.5), tried(0.2, 0.585), tried(0.3, 0.6), tried(0.4, 0.59)]) == 0.2
    assert lowest_as_good([tried(0.1, 0.6, alone=0.98), tried(0.2, 0.5), tried(0.3, 0.51)]) == 0.2
    assert lowest_as_good([tried(0.1, 0.4, alone=0.9), tried(0.2, 0.5, alone=0.9), tried(0.3, 0.6, alone=0.8)]) == 0.2


def test_the_error_of_f1_is_that_of_the_pictures() -> None:
    alike, mixed = np.array([(2, 3, 3)] * 50), np.array([(3, 3, 3), (0, 3, 3)] * 25)
    assert f1(alike) == pytest.approx(2 / 3) and f1_error(alike) == pytest.approx(0)
    assert f1(mixed) == 0.5 and f1_error(mixed) == pytest.approx(0.5 / 50**0.5, rel=0.1)


def test_decoding_as_the_server_does() -> None:
    boxes = boxes_of((0, 0, 50, 50), (1, 0, 51, 50), (60, 60, 99, 99), (0, 150, 10, 160))
    scores = np.array([[0.9, 0.5], [0.8, 0.0], [0.0, 0.4], [0.9, 0.0]], np.float32)
    found = decode(boxes, scores, Rules(0.1, 0.5, 0.7), 1.0, PICTURE)
    assert found.types.tolist() == [0, 1], "one of a type, no second guess, nothing of both sides under 20 px"
    found = decode(boxes, scores, Rules(0.1, 0.5, 0.7, 0.4), 1.0, PICTURE)
    assert [(kind, round(float(score), 2)) for kind, score in zip(found.types, found.scores, strict=True)] == [
        (0, 0.9),
        (1, 0.4),
        (1, 0.2),
    ]


def test_a_letterbox_keeps_the_shape() -> None:
    canvas, scale = letterbox(np.full((200, 100, 3), 9, np.uint8), (100, 80), 114)
    assert scale == 0.5 and canvas.shape == (100, 80, 3)
    assert (canvas[:, :50] == 9).all() and (canvas[:, 50:] == 114).all()


def test_overlaps_by_hand() -> None:
    a, b = torch.tensor([[0.0, 0, 10, 10]]), torch.tensor([[5.0, 0, 15, 10]])
    assert overlaps(a, b).item() == pytest.approx(1 / 3)
    assert complete_iou(a, a).item() == pytest.approx(1, abs=1e-4)
    assert complete_iou(a, b + 100).item() < 0


def test_places_near_an_item_answer_for_it() -> None:
    torch.manual_seed(1)
    network = YoloxNano(5)
    initialise_types(network)
    predictions = network(torch.zeros(1, 3, 128, 96))
    boxes, types = torch.tensor([[8.0, 8, 40, 40], [50, 60, 90, 120]]), torch.tensor([1, 3])
    places, items, quality = assign(predictions, 0, boxes, types)
    assert set(items.tolist()) == {0, 1} and len(set(places.tolist())) == len(places) and (quality >= 0).all()
    centres = predictions.centres[places]
    wanted = boxes[items]
    away = (centres - (wanted[:, :2] + wanted[:, 2:]) / 2).abs().amax(1)
    assert (away <= torch.maximum(2.5 * predictions.strides[places], (wanted[:, 2:] - wanted[:, :2]).amax(1) / 2)).all()


def test_what_is_ignored_costs_nothing() -> None:
    torch.manual_seed(1)
    network = YoloxNano(5)
    predictions = network(torch.rand(1, 3, 64, 64) * 255)
    whole = torch.tensor([[-500.0, -500, 600, 600]])
    losses = detection_losses(predictions, [whole], [torch.tensor([IGNORED])])
    assert losses.total().item() == 0


def test_a_few_steps_find_one_item() -> None:
    torch.manual_seed(1)
    network = YoloxNano(3)
    initialise_types(network)
    optimiser = torch.optim.AdamW(network.parameters(), lr=4e-3)
    pixels = torch.zeros(2, 3, 64, 64)
    pixels[:, :, 16:48, 8:40] = 1
    boxes, types = [torch.tensor([[8.0, 16, 40, 48]])] * 2, [torch.tensor([2])] * 2
    costs = []
    for _ in range(60):
        loss = detection_losses(network(pixels), boxes, types).total()
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        costs.append(loss.item())
    assert costs[-1] < costs[0] / 2
    best = network(pixels).scores()[0].flatten().argmax().item()
    assert best % 3 == 2


def test_the_graph_answers_as_the_network(tmp_path: Path) -> None:
    torch.manual_seed(1)
    network = YoloxNano(4).eval()
    file = tmp_path / "model.onnx"
    write_graph(network, (96, 64), file)
    compact(file)
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    pixels = np.random.default_rng(1).integers(0, 256, (3, 96, 64, 3)).astype(np.uint8)
    boxes, scores = session.run(None, {"pixels": pixels})
    with torch.no_grad():
        wanted = network(torch.from_numpy(pixels).permute(0, 3, 1, 2).float())
    assert boxes.shape == (3, 126, 4) and scores.shape == (3, 126, 4)
    # The weights are stored with eleven bits.
    np.testing.assert_allclose(scores, wanted.scores().numpy(), atol=0.02)
    alone = session.run(None, {"pixels": pixels[1:2]})[1]
    np.testing.assert_allclose(scores[1:2], alone, atol=1e-5)
    again = YoloxNano(4)
    again.load_state_dict(weights_of(file, "detector"))
    for name, value in network.state_dict().items():
        torch.testing.assert_close(again.state_dict()[name], value, rtol=1e-3, atol=1e-3)


def test_eight_bits_can_be_loaded(tmp_path: Path) -> None:
    """ONNX Runtime 1.30 ends the process where there is an `If`: its QDQ propagation takes what a subgraph reads for an input."""
    torch.manual_seed(1)
    whole, eight = tmp_path / "model.onnx", tmp_path / "model.int8.onnx"
    write_graph(YoloxNano(4), (96, 64), whole)
    assert all(node.op_type != "If" for node in onnx.load(str(whole)).graph.node)
    pixels = np.random.default_rng(1).integers(0, 256, (4, 96, 64, 3)).astype(np.uint8)
    quantise(whole, eight, pixels)
    session = onnxruntime.InferenceSession(str(eight), providers=["CPUExecutionProvider"])
    assert session.run(None, {"pixels": pixels})[0].shape == (4, 126, 4)
