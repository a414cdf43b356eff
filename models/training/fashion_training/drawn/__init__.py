"""Garments that we draw ourselves: exact boxes, masks and attributes, for what photographs have no labels of."""

from fashion_training.drawn.drawing import TYPES, Drawn, draw

__all__ = ["TYPES", "Drawn", "draw"]
