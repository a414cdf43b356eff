"""Which garments there are and what each may have: data that the drawing code reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_PRINTED: Final = (
    "stripe",
    "check",
    "dot",
    "floral",
    "animal",
    "geometric",
    "paisley",
    "camouflage",
    "gradient",
    "color_block",
)
_SOFT: Final = (
    "stripe",
    "check",
    "dot",
    "floral",
    "floral",
    "animal",
    "geometric",
    "paisley",
    "gradient",
    "color_block",
)
_SHIRTED: Final = ("stripe", "stripe", "check", "check", "check", "dot", "floral", "geometric", "paisley")
_KNITTED: Final = ("stripe", "stripe", "geometric", "color_block", "check")
_OUTER: Final = ("color_block", "check", "camouflage", "stripe")
_LONG: Final = ("long",)
_ANY_SLEEVE: Final = ("sleeveless", "short", "short", "half", "long", "long")
_NECKS: Final = (
    "round",
    "v_neck",
    "square",
    "boat",
    "strap",
    "halter",
    "off_shoulder",
    "shirt_collar",
    "bow",
    "turtle",
    "stand",
)


@dataclass(frozen=True)
class Recipe:
    category: str
    weight: float = 1.0
    necks: tuple[str, ...] = ()
    sleeves: tuple[str, ...] = ()
    hems: tuple[str, ...] = ()
    """Values of length_up or length_lo."""
    shapes: tuple[str, ...] = ()
    fronts: tuple[str, ...] = ("closed",)
    """closed, button, half_button, zipper, half_zip, open, double, wrap."""
    fabrics: tuple[str, ...] = ()
    """An empty name, or no names: a smooth weave."""
    patterns: tuple[str, ...] = ()
    plain: float = 0.5
    """How often it is plain."""
    colors: tuple[str, ...] = ()
    """Any, where there are none."""
    ribbed: bool = False
    """Bands, cuffs and hem are ribs."""
    contrast_trim: float = 0.0
    pockets: tuple[str, ...] = ("",)
    shoulders: tuple[str, ...] = ("normal",)
    sleeve_shapes: tuple[str, ...] = ("straight",)
    fits: tuple[str, ...] = ("regular", "slim", "loose")
    extras: tuple[str, ...] = ()
    """Details that are drawn now and then."""
    metallic: float = 0.0

    @property
    def sleeved(self) -> bool:
        return bool(self.sleeves)


RECIPES: Final[dict[str, tuple[Recipe, ...]]] = {
    "JACKET": (
        Recipe("blazer", 2, ("lapel",), _LONG, ("hip", "hip", "waist"), (), ("button", "double", "open"), ("", "", "wool", "velvet"),
               ("check", "check", "stripe"), 0.7, pockets=("welt",), fits=("regular", "slim")),
        Recipe("denim_jacket", 1, ("shirt_collar",), _LONG, ("waist", "hip", "crop"), (), ("button", "open"), ("denim",),
               pockets=("chest_flaps",), sleeve_shapes=("straight", "cuffed", "rolled"), fits=("regular", "loose"), extras=("ripped",)),
        Recipe("leather_jacket", 1.2, ("lapel", "stand", "shirt_collar"), _LONG, ("waist", "hip"), (), ("zipper", "zipper", "open"),
               ("leather",), colors=("black", "black", "black", "brown", "burgundy", "beige", "red"), pockets=("slant_zip", ""),
               extras=("studs", "belted", "fringe"), fits=("regular", "slim")),
        Recipe("jumper_jacket", 2, ("stand", "stand", "round", "hood", "shirt_collar"), _LONG, ("hip", "waist"), (), ("zipper",),
               patterns=_OUTER, plain=0.6, ribbed=True, contrast_trim=0.3, pockets=("slant", "slant_zip", ""),
               shoulders=("normal", "raglan", "drop"), sleeve_shapes=("cuffed",), fits=("regular", "loose")),
        Recipe("padding", 1.5, ("stand", "hood", "hood"), _LONG, ("hip", "waist", "crop"), (), ("zipper",), ("padded",),
               pockets=("slant_zip", "slant"), sleeve_shapes=("cuffed", "straight"), fits=("regular", "loose")),
    ),
    "COAT": (
        Recipe("coat", 3, ("lapel", "lapel", "lapel", "stand", "shirt_collar", "hood", "round"), _LONG, ("thigh", "thigh", "knee", "knee"),
               (), ("button", "double", "open"), ("", "", "wool", "wool", "fur", "leather"), ("check", "check", "stripe"), 0.75,
               pockets=("flaps", "welt", "slant", ""), shoulders=("normal", "drop", "raglan"), extras=("belted",),
               fits=("regular", "loose")),
        Recipe("trench_coat", 1.2, ("lapel",), _LONG, ("thigh", "knee", "knee"), (), ("double",),
               colors=("beige", "beige", "khaki", "navy", "black", "brown"), pockets=("slant",), sleeve_shapes=("straight", "cuffed"),
               extras=("belted!",), shoulders=("normal", "raglan"), fits=("regular",)),
        Recipe("coat", 0.8, ("hood", "stand"), _LONG, ("thigh", "knee"), (), ("zipper",), ("padded",), pockets=("slant_zip",),
               fits=("regular", "loose")),
    ),
    "CARDIGAN": (
        Recipe("cardigan", 1, ("v_neck", "v_neck", "round"), ("long", "long", "long", "half"), ("hip", "waist", "crop", "thigh"), (),
               ("button", "button", "open"), ("knit", "knit", ""), _KNITTED, 0.65, ribbed=True, contrast_trim=0.2,
               pockets=("patches", "", ""), shoulders=("normal", "drop"), sleeve_shapes=("cuffed", "cuffed", "straight", "bell", "puff")),
    ),
    "VEST": (
        Recipe("vest", 1, ("v_neck",), ("sleeveless",), ("hip", "waist"), (), ("button",), ("", "wool"), ("check", "stripe"), 0.6,
               pockets=("welt",), fits=("slim", "regular")),
        Recipe("vest", 1, ("v_neck", "round"), ("sleeveless",), ("hip", "waist"), (), ("closed",), ("knit",),
               ("geometric", "check", "stripe"), 0.6, ribbed=True, contrast_trim=0.2),
        Recipe("vest", 1.3, ("stand", "hood"), ("sleeveless",), ("hip", "waist"), (), ("zipper",), ("padded", "padded", "fur", ""),
               pockets=("slant_zip", "slant"), fits=("regular", "loose")),
        Recipe("vest", 0.5, ("shirt_collar",), ("sleeveless",), ("hip", "waist", "crop"), (), ("button",), ("denim",),
               pockets=("chest_flaps",), extras=("ripped",)),
    ),
    "SHIRT": (
        Recipe("shirt", 3, ("shirt_collar", "shirt_collar", "shirt_collar", "stand"), ("long", "long", "short", "half"),
               ("hip", "hip", "hip", "thigh", "waist"), (), ("button",), ("", "", "", "", "denim", "silk"), _SHIRTED, 0.4,
               contrast_trim=0.05, pockets=("chest", "chest_two", "chest_flaps", "", ""), sleeve_shapes=("cuffed", "cuffed", "rolled", "straight"),
               shoulders=("normal", "normal", "drop")),
        Recipe("blouse", 2, ("bow", "v_neck", "round", "square", "off_shoulder", "shirt_collar", "stand", "boat"),
               ("short", "half", "long", "long", "sleeveless"), ("hip", "waist", "crop"), (), ("closed", "closed", "button", "half_button"),
               ("", "", "", "silk", "lace"), _SOFT, 0.5, shoulders=("normal", "puff", "puff", "cutout", "drop"),
               sleeve_shapes=("straight", "puff", "bell", "ruffle", "cuffed", "batwing"), extras=("ruffle", "ribbon")),
    ),
    "TOP": (
        Recipe("tshirt", 4, ("round", "round", "round", "v_neck", "boat", "square"), ("short", "short", "short", "half", "long"),
               ("hip", "hip", "hip", "waist", "crop", "thigh"), (), ("closed",), ("",), ("graphic", "graphic", "graphic", "graphic", *_PRINTED), 0.4,
               ribbed=True, contrast_trim=0.15, pockets=("chest", "", "", "", "", ""), shoulders=("normal", "normal", "drop", "raglan"),
               sleeve_shapes=("straight", "straight", "straight", "rolled")),
        Recipe("polo", 1.3, ("shirt_collar",), ("short", "short", "long"), ("hip",), (), ("half_button",), ("",), ("stripe", "stripe", "color_block", "graphic"),
               0.6, ribbed=True, contrast_trim=0.25, pockets=("", "", "chest")),
        Recipe("tank_top", 1.5, ("round", "v_neck", "strap", "strap", "halter", "square"), ("sleeveless",), ("hip", "waist", "crop"), (),
               ("closed",), ("", "", "", "silk", "lace", "knit"), ("graphic", *_PRINTED), 0.5, fits=("slim", "regular", "loose"), extras=("ruffle",)),
        Recipe("tunic", 1, ("round", "v_neck", "stand", "boat"), ("half", "long", "short", "sleeveless"), ("thigh", "knee", "thigh"), (),
               ("half_button", "closed"), ("",), ("paisley", "floral", "paisley", "stripe", "geometric", "dot"), 0.4, extras=("slit", "embroidery"),
               sleeve_shapes=("straight", "straight", "bell", "rolled")),
    ),
    "KNIT": (
        Recipe("sweater", 2.5, ("round", "round", "v_neck", "turtle", "turtle", "boat"), ("long", "long", "long", "half"), ("hip", "hip", "waist", "crop"), (),
               ("closed",), ("knit",), _KNITTED, 0.6, ribbed=True, contrast_trim=0.12, shoulders=("normal", "drop", "raglan", "puff"),
               sleeve_shapes=("cuffed", "cuffed", "straight", "batwing", "bell", "puff")),
        Recipe("sweatshirt", 1.5, ("round",), ("long",), ("hip", "hip", "waist", "crop"), (), ("closed", "closed", "half_zip"), ("",),
               ("graphic", "graphic", "color_block", "stripe", "camouflage", "gradient"), 0.5, ribbed=True, contrast_trim=0.1,
               shoulders=("normal", "raglan", "drop"), sleeve_shapes=("cuffed",), fits=("regular", "loose")),
        Recipe("hoodie", 1.5, ("hood",), ("long",), ("hip", "hip", "crop"), (), ("closed",), ("",),
               ("graphic", "graphic", "color_block", "camouflage", "gradient", "stripe"), 0.55, ribbed=True, pockets=("kangaroo", "kangaroo", ""),
               shoulders=("normal", "raglan", "drop"), sleeve_shapes=("cuffed",), fits=("regular", "loose")),
    ),
    "DRESS": (
        Recipe("dress", 1, _NECKS, _ANY_SLEEVE, ("short", "short", "knee", "knee", "calf", "ankle", "long"),
               ("a_line", "fit_flare", "h_line", "pencil", "mermaid", "pleated"), ("closed", "closed", "closed", "button", "wrap", "zipper"),
               ("", "", "", "", "", "silk", "lace", "knit", "denim", "velvet"), _SOFT, 0.45,
               shoulders=("normal", "normal", "puff", "cutout"), sleeve_shapes=("straight", "straight", "puff", "bell", "ruffle", "cuffed", "batwing"),
               extras=("belted", "ruffle", "layered", "slit", "ribbon"), metallic=0.25),
    ),
    "JUMPSUIT": (
        Recipe("jumpsuit", 1, ("strap", "v_neck", "round", "shirt_collar", "halter", "off_shoulder", "square"), _ANY_SLEEVE,
               ("short", "short", "ankle", "long", "long", "calf"), ("wide", "h_line", "skinny", "bootcut", "jogger"),
               ("closed", "button", "zipper"), ("", "", "", "denim", "silk"), _SOFT, 0.6, pockets=("slant", ""),
               sleeve_shapes=("straight", "rolled", "bell", "cuffed"), extras=("belted", "ribbon")),
    ),
    "SKIRT": (
        Recipe("skirt", 1, (), (), ("short", "short", "knee", "calf", "long"), ("a_line", "a_line", "h_line", "pencil", "pleated", "pleated", "mermaid"),
               ("closed", "closed", "button", "zipper"), ("", "", "", "", "denim", "leather", "silk", "lace", "knit", "wool", "velvet"), _SOFT, 0.5,
               pockets=("slant", "", "", "patches"), extras=("belted", "ruffle", "layered", "slit", "drawstring"), metallic=0.3),
    ),
    "PANTS": (
        Recipe("pants", 3, (), (), ("long", "long", "ankle", "calf"), ("h_line", "wide", "skinny", "bootcut", "cargo"), ("fly",),
               ("", "", "", "", "wool", "velvet", "leather"), ("check", "stripe", "camouflage", "floral", "animal"), 0.75, pockets=("slant", "slant", ""),
               extras=("belted",)),
        Recipe("jeans", 2.5, (), (), ("long", "long", "ankle"), ("h_line", "skinny", "skinny", "wide", "bootcut"), ("fly",), ("denim",), pockets=("scoop",),
               extras=("ripped", "ripped", "rolled")),
        Recipe("leggings", 1, (), (), ("long", "ankle", "calf"), ("skinny",), ("closed",), ("",), ("animal", "geometric", "stripe", "floral", "camouflage", "gradient"), 0.65,
               fits=("slim",)),
        Recipe("track_pants", 1.3, (), (), ("long", "ankle"), ("jogger", "jogger", "h_line"), ("closed",), ("",), ("color_block", "camouflage", "gradient"), 0.7, ribbed=True,
               pockets=("slant",), extras=("drawstring", "drawstring", "side_stripe", "side_stripe")),
    ),
    "SHORTS": (
        Recipe("shorts", 2, (), (), ("short", "short", "knee"), ("h_line", "wide", "cargo", "skinny"), ("fly",), ("", "", "", "denim", "denim", "leather"),
               ("stripe", "check", "floral", "camouflage", "dot"), 0.6, pockets=("slant", "scoop"), extras=("ripped", "rolled", "belted")),
        Recipe("shorts", 1, (), (), ("short", "knee"), ("wide", "h_line"), ("closed",), ("",), ("color_block", "floral", "stripe", "geometric", "gradient", "camouflage"), 0.5,
               ribbed=True, pockets=("slant", ""), extras=("drawstring", "side_stripe")),
    ),
    "SCARF": (
        Recipe("scarf", 1, fabrics=("knit", "knit", "", "silk", "wool", "fur"), patterns=("check", "check", "stripe", "stripe", "dot", "floral", "paisley", "animal", "geometric", "gradient"), plain=0.35),
    ),
    "BELT": (
        Recipe("belt", 1, fabrics=("leather", "leather", "leather", ""), colors=("black", "brown", "brown", "beige", "white", "navy", "red", "burgundy", "khaki"),
               patterns=("stripe", "geometric", "animal"), plain=0.6, metallic=0.08),
    ),
    "TIE": (
        Recipe("tie", 1, fabrics=("silk", "silk", "", "knit"), patterns=("stripe", "stripe", "dot", "check", "paisley", "geometric"), plain=0.35),
    ),
    "HAT": (
        Recipe("hat", 1.2, fabrics=("", "wool", "leather"), colors=("black", "beige", "beige", "brown", "grey", "navy", "white", "burgundy", "khaki", "pink")),
        Recipe("cap", 1.3, fabrics=("", "", "denim"), patterns=("camouflage", "color_block", "check", "graphic"), plain=0.65),
        Recipe("beanie", 1.2, fabrics=("knit",), patterns=("stripe", "geometric"), plain=0.75),
    ),
    "BAG": (
        Recipe("handbag", 2, fabrics=("leather", "leather", "", ""), patterns=("floral", "stripe", "animal", "check", "geometric", "color_block"), plain=0.7, metallic=0.06),
        Recipe("backpack", 1.3, fabrics=("", "", "leather"), patterns=("camouflage", "color_block", "floral", "geometric"), plain=0.7),
        Recipe("clutch", 1, fabrics=("leather", "", "silk"), patterns=("animal", "floral", "stripe", "geometric"), plain=0.7, metallic=0.3),
        Recipe("wallet", 0.6, fabrics=("leather",), colors=("black", "brown", "brown", "navy", "burgundy", "red", "pink", "beige"), metallic=0.0),
    ),
}  # fmt: skip
