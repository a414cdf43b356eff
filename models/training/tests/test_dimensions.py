import torch
from torch.nn.functional import normalize

from fashion_training.appearance.choose import Views, fewer_dimensions


def test_fewer_dimensions_keep_what_varies_most() -> None:
    torch.manual_seed(1)
    # All that varies lies in two of eight numbers.
    wide = normalize(torch.cat((torch.randn(50, 2), torch.zeros(50, 6)), 1) @ torch.linalg.qr(torch.randn(8, 8))[0], dim=1)
    parts = {"kind": wide}
    views = fewer_dimensions(Views(parts, parts, {"none": ([0], parts)}, parts, parts), 0.25)
    assert views.gallery["kind"].shape == (50, 2)
    torch.testing.assert_close(views.gallery["kind"] @ views.queries["kind"].t(), wide @ wide.t(), atol=1e-4, rtol=1e-4)
