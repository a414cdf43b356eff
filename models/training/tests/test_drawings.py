from pathlib import Path

from fashion_training.data.decoded import mask, pixels
from fashion_training.data.drawings import drawings
from fashion_training.detector.sources import drawn_cut_outs, index_of


def test_what_is_drawn_is_kept_and_gone_on_with(tmp_path: Path) -> None:
    two = drawings(tmp_path, 2, print)
    at = two[0].path.stat().st_mtime_ns
    three = drawings(tmp_path, 3, print)
    assert three[:2] == two and two[0].path.stat().st_mtime_ns == at
    assert pixels(three[2].path).shape[:2] == mask(three[2].mask).shape


def test_cut_outs_have_the_size_of_what_is_drawn(tmp_path: Path) -> None:
    (drawing,) = drawings(tmp_path, 1, print)
    (cut,) = drawn_cut_outs([drawing])
    assert cut.type == index_of(drawing.type) and cut.pixels.shape[:2] == cut.opaque.shape
    assert (cut.opaque[0] > 0).any() and (cut.opaque[:, -1] > 0).any()
