"""How are the shipped fonts made? From Debian's packages, once, when resources are built.

    apt-get download fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai texlive-lang-chinese
    for package in *.deb; do dpkg -x "$package" unpacked; done
    python installer/build_fonts.py unpacked resources/fonts

reportlab embeds TrueType outlines only, so CFF outlines are converted; the fonts are cut down to
what an office prints, lose hinting, vertical and layout tables, and get names of their own, as
their licences ask. The licence texts lie in resources/fonts/licences.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

NOTO = "usr/share/fonts/opentype/noto/"
FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/"
WENKAI = "usr/share/fonts/truetype/lxgw-wenkai/"
ERROR = 1.0  # largest distance of a converted curve from the drawn one, in 1/1000 of the type size

OFL = "SIL Open Font License 1.1, see licences/OFL-1.1.txt"
GPL = "GNU General Public License with font exception, see licences/Fandol.txt"


@dataclass(frozen=True)
class Recipe:
    """One shipped file: where it comes from and which characters it keeps."""

    file: str
    family: str
    style: str
    source: str
    face: str  # full name of the face inside a collection, empty for a single font
    characters: str  # "all", "common" or "rare"
    licence: str
    credit: str


RECIPES = (
    Recipe(
        "QinglianFang.ttf", "Qinglian FangSong", "Regular", FANDOL + "FandolFang-Regular.otf", "",
        "all", GPL, "Converted and cut from FandolFang 0.3 by Clerk Ma and Jie Su",
    ),
    Recipe(
        "QinglianSans.ttf", "Qinglian Sans", "Regular", NOTO + "NotoSansCJK-Regular.ttc",
        "Noto Sans CJK SC", "all", OFL, "Converted and cut from Noto Sans CJK SC, (c) Adobe",
    ),
    Recipe(
        "QinglianSansBold.ttf", "Qinglian Sans", "Bold", NOTO + "NotoSansCJK-Bold.ttc",
        "Noto Sans CJK SC Bold", "common", OFL,
        "Converted and cut from Noto Sans CJK SC Bold, (c) Adobe",
    ),
    Recipe(
        "QinglianTitle.ttf", "Qinglian Title", "Bold", NOTO + "NotoSerifCJK-Bold.ttc",
        "Noto Serif CJK SC Bold", "common", OFL,
        "Converted and cut from Noto Serif CJK SC Bold, (c) Adobe",
    ),
    Recipe(
        "QinglianKai.ttf", "Qinglian Kai", "Regular", WENKAI + "LXGWWenKai-Regular.ttf", "",
        "common", OFL, "Cut from LXGW WenKai, (c) LXGW, Fontworks",
    ),
    Recipe(
        "QinglianWide.ttf", "Qinglian Wide", "Regular", NOTO + "NotoSerifCJK-Regular.ttc",
        "Noto Serif CJK SC", "rare", OFL, "Converted and cut from Noto Serif CJK SC, (c) Adobe",
    ),
)  # fmt: skip

SIGNS = (
    (0x20, 0x17F), (0x1CD, 0x1DC), (0x251, 0x251), (0x261, 0x261), (0x391, 0x3C9),
    (0x2010, 0x2027), (0x2030, 0x203B), (0x20A0, 0x20BF), (0x2100, 0x2127), (0x2150, 0x217F),
    (0x2190, 0x2199), (0x2200, 0x226F), (0x2460, 0x24FF), (0x2500, 0x257F), (0x25A0, 0x25FF),
    (0x2605, 0x2612), (0x2640, 0x2642), (0x2705, 0x2718), (0x3000, 0x3029), (0x3041, 0x3129),
    (0x3220, 0x33FF), (0xFE30, 0xFE6B), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
)  # fmt: skip
HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))


def han(code: int) -> bool:
    return code == 0x3007 or any(low <= code <= high for low, high in HAN)


def gb2312() -> set[int]:
    """The 6,763 characters of GB 2312, which every office writes."""
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(text) for pair in pairs if (text := pair.decode("gb2312", "ignore"))}


def opened(root: Path, recipe: Recipe) -> TTFont:
    path = root / recipe.source
    if not recipe.face:
        return TTFont(path, lazy=False)
    fonts = TTCollection(path, lazy=True).fonts
    number = [font["name"].getDebugName(4) for font in fonts].index(recipe.face)
    return TTFont(path, fontNumber=number, lazy=False)


def wanted(root: Path, recipe: Recipe, font: TTFont) -> set[int]:
    """The characters to keep: signs, and of the Han characters as many as the role needs."""
    there = set(font.getBestCmap())
    signs = {code for low, high in SIGNS for code in range(low, high + 1)}
    if recipe.characters == "all":
        return there & (signs | {code for code in there if han(code)})
    fang = set(TTFont(root / RECIPES[0].source, lazy=True).getBestCmap())
    if recipe.characters == "rare":
        return {code for code in there if (han(code) or code in signs) and code not in fang}
    kai = set(TTFont(root / (WENKAI + "LXGWWenKai-Regular.ttf"), lazy=True).getBestCmap())
    # LXGW WenKai draws the rare characters of 通用规范汉字表 outside the basic block.
    rare = {code for code in kai if han(code) and not 0x4E00 <= code <= 0x9FFF}
    return there & (signs | gb2312() | {code for code in fang if han(code)} | rare)


def cut(font: TTFont, characters: set[int]) -> None:
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 13, 14]
    options.drop_tables += [
        "GSUB",
        "GPOS",
        "GDEF",
        "BASE",
        "vhea",
        "vmtx",
        "VORG",
        "DSIG",
        "gasp",
    ]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)


def to_truetype(font: TTFont) -> None:
    """Replace CFF outlines by TrueType ones."""
    glyphs, drawn = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, ERROR, reverse_direction=True))
        drawn[name] = pen.glyph()
    order = font.getGlyphOrder()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, drawn
    for name in order:
        glyph = drawn[name]
        glyph.recalcBounds(font["glyf"])
        left = glyph.xMin if glyph.numberOfContours else 0
        font["hmtx"][name] = (font["hmtx"][name][0], left)
    del font["CFF "]
    font["maxp"].tableVersion = 0x00010000
    for field in (
        "maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
        "maxStackElements", "maxSizeOfInstructions", "maxComponentElements",
    ):  # fmt: skip
        setattr(font["maxp"], field, 0)
    font["maxp"].maxZones = 1
    font.sfntVersion = "\x00\x01\x00\x00"


def add_boxes(font: TTFont) -> None:
    """☐ ☑ ☒, which forms are full of and the source does not have: from □, ✓ and ×."""
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    box = names[0x25A1]
    for code, mark in ((0x2610, None), (0x2611, 0x2713), (0x2612, 0xD7)):
        pen = TTGlyphPen(glyphs)
        glyphs[box].draw(pen)
        if mark is not None:
            # A half-width sign is moved to the middle of the box.
            shift = (font["hmtx"][box][0] - font["hmtx"][names[mark]][0]) // 2
            glyphs[names[mark]].draw(TransformPen(pen, (1, 0, 0, 1, shift, 0)))
        name = f"uni{code:04X}"
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = font["hmtx"][box]
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name
    font["maxp"].numGlyphs = len(font.getGlyphOrder())


def rename(font: TTFont, recipe: Recipe) -> None:
    copyright_line = font["name"].getDebugName(0) or ""
    full = recipe.family if recipe.style == "Regular" else f"{recipe.family} {recipe.style}"
    script = (
        full.replace(" ", "")
        if recipe.style == "Regular"
        else (recipe.family.replace(" ", "") + "-" + recipe.style)
    )
    font["name"].names = []
    for number, text in {
        0: copyright_line, 1: recipe.family, 2: recipe.style, 3: f"1.000;{script}", 4: full,
        5: "Version 1.000", 6: script, 10: recipe.credit, 13: recipe.licence,
    }.items():  # fmt: skip
        font["name"].setName(text, number, 3, 1, 0x409)
    bold = recipe.style == "Bold"
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = 1 if bold else 0
    font["OS/2"].usWeightClass = 700 if bold else 400


def made(root: Path, target: Path, recipe: Recipe) -> None:
    font = opened(root, recipe)
    cut(font, wanted(root, recipe, font))
    if "CFF " in font:
        to_truetype(font)
    if recipe.file == "QinglianSans.ttf":
        add_boxes(font)
    rename(font, recipe)
    font["post"].formatType = 3.0
    font["head"].created = font["head"].modified = 0
    font.recalcTimestamp = False
    font.save(target / recipe.file)
    size = (target / recipe.file).stat().st_size
    print(
        f"{recipe.file}: {len(font.getBestCmap()):,} characters, {size / 1e6:.1f} MB",
        flush=True,
    )


def main(root: Path, target: Path, only: list[str]) -> None:
    for recipe in RECIPES:
        if not only or recipe.file in only:
            made(root, target, recipe)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
