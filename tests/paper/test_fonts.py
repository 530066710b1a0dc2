"""The right font for every character, and the characters no font can draw named beforehand."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from qinglian_desktop import RESOURCES
from qinglian_desktop.core.document import Document, Paragraph
from qinglian_desktop.core.outcome import Damaged
from qinglian_desktop.paper.draw import draw, pages_of
from qinglian_desktop.paper.fonts import ROLES, Fonts, Role, _face, printable

from .reading import made, words

RARE = "𬭎㛃䶮"
SIGNS = "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·¥￥%‰℃㎡№①⑩㈠Ⅳ■□▲△●○★☆√×÷±≤≥→←↑↓☑☐✓"


def shipped() -> list[Path]:
    return sorted((RESOURCES / "fonts").glob("*.ttf"))


def full_name(path: Path) -> str:
    with TTFont(path, lazy=True) as font:
        return str(font["name"].getDebugName(4))


def gb2312() -> str:
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", "ignore") for pair in pairs)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_draws_all_of_gb2312_rare_names_and_signs(role: Role) -> None:
    face = Fonts()[role]
    assert len(gb2312()) == 6763
    assert [sign for sign in gb2312() + RARE + SIGNS if not face.draws(sign)] == []


def test_a_character_nobody_has_is_named_and_drawn_as_a_geta() -> None:
    paper = Document("名册", "official", (Paragraph("村民张\U0003134f和李\U00020000😀😀"),))
    fonts = Fonts()
    missing = fonts.missing(paper)
    assert "😀" in missing and missing.count("😀") == 1
    assert "张" not in missing
    text = words(made(paper))[0]
    assert text.count("〓") == sum(map("村民张\U0003134f和李\U00020000😀😀".count, missing))


def test_rare_names_are_printed_and_found_again() -> None:
    paper = Document("补贴名册", "official", (Paragraph(f"王{RARE}，李㛃。"),))
    assert Fonts().missing(paper) == ()
    assert f"王{RARE}，李㛃。" in words(made(paper))[0]


def test_signs_without_a_shape_are_left_out() -> None:
    assert printable("张\u200b建\ufeff国\u202e\t李\xa0王\x07") == "张建国 李 王"
    paper = Document("名册", "board", (Paragraph("张\u200b建国"),))
    assert Fonts().missing(paper) == ()


def test_the_offices_own_font_comes_first(tmp_path: Path) -> None:
    (tmp_path / "SIMFANG.TTF").write_bytes((RESOURCES / "fonts/QinglianKai.ttf").read_bytes())
    fonts = Fonts([tmp_path, tmp_path / "nowhere"])
    assert fonts["fang"]["国"][0].name.startswith("SIMFANG")
    assert fonts.official()["fang"] and not fonts.official()["kai"]
    assert not any(Fonts().official().values())


def test_a_broken_or_forbidden_font_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "simfang.ttf").write_bytes(b"not a font")
    with TTFont(RESOURCES / "fonts/QinglianSansBold.ttf") as forbidden:
        forbidden["OS/2"].fsType = 2  # restricted licence embedding
        forbidden.save(tmp_path / "simhei.ttf")
    fonts = Fonts([tmp_path])
    assert fonts["fang"]["国"][0].name.startswith("QinglianFang")
    assert fonts["sans"]["国"][0].name.startswith("QinglianSans")
    assert not any(fonts.official().values())


def test_without_its_fonts_the_program_says_so(tmp_path: Path) -> None:
    paper = Document("公告", "official", (Paragraph("正文"),))
    with pytest.raises(Damaged, match="字体文件"):
        draw(paper, tmp_path / "x.pdf", fonts=Fonts(shipped=tmp_path))


def test_only_the_fonts_in_use_are_read(tmp_path: Path) -> None:
    for path in shipped():
        (tmp_path / path.name).symlink_to(path)
    paper = Document("公告", "board", (Paragraph("正文"),))
    before = _face.cache_info().misses
    pages_of(paper, fonts=Fonts(shipped=tmp_path))
    # The title's font and the text's; neither 仿宋, 楷体 nor the wide fallback.
    assert _face.cache_info().misses - before == 2


def test_what_is_shipped_is_small_named_and_licensed() -> None:
    assert [full_name(path) for path in shipped()] == [
        "Qinglian FangSong", "Qinglian Kai", "Qinglian Sans", "Qinglian Sans Bold",
        "Qinglian Title Bold", "Qinglian Wide",
    ]  # fmt: skip
    assert sum(path.stat().st_size for path in shipped()) <= 45_000_000
    licences = RESOURCES / "fonts/licences"
    assert "SIL OPEN FONT LICENSE" in (licences / "OFL-1.1.txt").read_text("utf-8")
    assert "special exception" in (licences / "Fandol.txt").read_text("utf-8")
