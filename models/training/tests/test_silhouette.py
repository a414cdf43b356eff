import numpy as np

from fashion_training.data.silhouette import bounds, is_worn, silhouette


def on_white(colour: tuple[int, int, int]) -> np.ndarray:
    picture = np.full((80, 60, 3), 255, np.uint8)
    picture[20:60, 10:50] = colour
    return picture


def test_the_box_of_what_stands_on_white() -> None:
    assert bounds(silhouette(on_white((30, 60, 90)))) == (10, 20, 50, 60)


def test_white_within_is_part_of_it_and_specks_are_not() -> None:
    picture = on_white((30, 60, 90))
    picture[35:45, 25:35] = 255
    picture[2, 2] = 0
    mask = silhouette(picture)
    assert mask[40, 30] and not mask[2, 2]
    assert bounds(np.zeros((10, 10), bool)) is None


def test_skin_tells_what_is_worn() -> None:
    skin, cloth = on_white((224, 172, 140)), on_white((30, 60, 190))
    assert is_worn(skin, silhouette(skin)) and not is_worn(cloth, silhouette(cloth))
