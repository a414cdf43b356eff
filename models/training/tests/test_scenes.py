import numpy as np
import pytest

from fashion_training.detector.scenes import IGNORED, UNKNOWN, CutOut, Scene, flip, laid_out, mosaic, paste, place, recolour, single


def scene_of(*boxes: tuple[int, int, int, int], size: tuple[int, int] = (60, 40)) -> Scene:
    """Black, with a box in a colour of its own each, and a mask that says which."""
    pixels, mask = np.zeros((*size, 3), np.uint8), np.zeros(size, np.uint8)
    for number, (x0, y0, x1, y1) in enumerate(boxes, 1):
        pixels[y0:y1, x0:x1] = 80 * number
        mask[y0:y1, x0:x1] = number
    return Scene(pixels, np.array(boxes, np.float32), np.arange(len(boxes)), mask)


def drawn_box(mask: np.ndarray, number: int) -> list[int]:
    rows, columns = np.nonzero(mask == number)
    return [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]


def test_flipping_keeps_boxes_on_their_pixels() -> None:
    flipped = flip(scene_of((4, 10, 14, 30), (20, 5, 36, 50)))
    assert flipped.mask is not None
    for number, box in enumerate(flipped.boxes, 1):
        assert box.tolist() == drawn_box(flipped.mask, number)


@pytest.mark.parametrize("scale", [0.5, 1.0, 1.7])
def test_placing_keeps_boxes_on_their_pixels(scale: float) -> None:
    placed = place(scene_of((4, 10, 14, 30), (20, 5, 36, 50)), (120, 90), scale, (7, 3))
    assert placed.mask is not None and placed.pixels.shape == (120, 90, 3)
    for number, box in enumerate(placed.boxes, 1):
        assert np.abs(box - drawn_box(placed.mask, number)).max() <= 1.5
    assert (placed.mask[:, -1] == UNKNOWN).all()


def test_what_is_cut_to_little_is_ignored_and_what_is_gone_is_left_out() -> None:
    placed = place(scene_of((0, 0, 10, 10), (12, 0, 22, 10), (24, 0, 34, 10)), (10, 40), 1.0, (-20, 0))
    assert placed.types.tolist() == [IGNORED, 2]


def test_of_what_is_pasted_over_much_is_ignored() -> None:
    scene = scene_of((0, 0, 39, 59))
    cut = CutOut(np.full((30, 30, 3), 200, np.uint8), np.full((30, 30), 255, np.uint8), 7)
    pasted = paste(scene, cut, np.random.default_rng(3))
    box = pasted.boxes[-1].astype(int)
    assert pasted.types[-1] == 7
    assert (pasted.pixels[box[1] : box[3], box[0] : box[2]] == 200).all()
    assert scene.pixels.max() == 80, "the scene that was pasted on is as it was"


def test_a_mosaic_shows_parts_of_all_four() -> None:
    one = scene_of((4, 10, 34, 50))
    shades = [Scene(np.full_like(one.pixels, shade), one.boxes, one.types) for shade in (20, 60, 100, 140)]
    four = mosaic((shades[0], shades[1], shades[2], shades[3]), (128, 96), np.random.default_rng(2))
    assert four.pixels.shape == (128, 96, 3) and 1 <= len(four.boxes) <= 4
    assert all(shade in four.pixels for shade in (20, 60, 100, 140))
    assert (four.boxes >= 0).all() and (four.boxes[:, [0, 2]] <= 96).all() and (four.boxes[:, [1, 3]] <= 128).all()


def test_the_same_seed_makes_the_same_scene() -> None:
    made = [
        recolour(single(scene_of((4, 10, 14, 30)), (64, 64), np.random.default_rng(9)).pixels, np.random.default_rng(4))
        for _ in range(2)
    ]
    assert (made[0] == made[1]).all()


def test_items_are_laid_out_at_their_sizes() -> None:
    cut = CutOut(np.full((40, 20, 3), 200, np.uint8), np.full((40, 20), 255, np.uint8), 7)
    scene = laid_out([cut], np.zeros((9, 9, 3), np.uint8), (100, 100), np.random.default_rng(1))
    ((x0, y0, x1, y1),) = scene.boxes.astype(int)
    assert 65 <= y1 - y0 <= 95 and scene.types.tolist() == [7]
    assert (scene.pixels[y0:y1, x0:x1] == 200).all() and scene.pixels[:y0].sum() == 0
    assert len(laid_out([cut] * 3, None, (100, 100), np.random.default_rng(1)).pixels) == 100
