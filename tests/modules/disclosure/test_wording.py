"""Three papers from one draft: words people know, sentences of one breath, the same totals."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_facts import CODES, FACTS
from office import make_book, make_details
from qinglian_desktop.core import clock, money
from qinglian_desktop.core.document import Column, Document, Note, Paragraph, Table, as_text
from qinglian_desktop.core.pack import in_words
from qinglian_desktop.modules.disclosure import actions, speech, wording
from qinglian_desktop.modules.disclosure.actions import public
from qinglian_desktop.store import packs
from qinglian_desktop.store.book import Book

DAY = date(2026, 10, 12)
(PACK,) = packs.named(wording.PACK)
WORDS = wording.words_of(in_words(PACK, packs.named("words"), "village"))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with clock.fixed(DAY), make_book(tmp_path) as made:
        yield made


# -- words -------------------------------------------------------------------------------------


def test_the_list_is_long_enough_and_explains_nothing_by_itself() -> None:
    terms = [word.term for word in WORDS.known]
    assert len(terms) >= 80 and len(set(terms)) == len(terms)
    for word in WORDS.known:
        assert not wording.hints([word.plain], WORDS), word
        assert not re.search(r"\d", word.plain)
        assert len(word.plain) <= 20


@pytest.mark.parametrize("word", WORDS.known, ids=lambda word: word.term)
def test_every_word_is_gone_or_explained(word: wording.Word) -> None:
    text = f"本次{word.term}的情况如下。"
    table = Table((Column(word.term),), ((word.term,),))
    for blocks in ((Paragraph(text),), (table,)):
        paper = Document(f"关于{word.term}", "plain", blocks)
        made = wording.plain_paper(paper, WORDS)
        assert wording.unknown_words(paper, WORDS) == (word,)
        assert wording.unknown_words(made, WORDS) == ()
    said = wording.plain_lines([text], WORDS)
    assert (
        wording.unknown_words(Document("", "broadcast", tuple(map(Paragraph, said))), WORDS) == ()
    )


def test_a_word_to_be_learnt_is_explained_once() -> None:
    paper = Document(
        "公开", "plain", (Paragraph("低保 12 户，低保金 100 元。"), Paragraph("低保。"))
    )
    made = wording.plain_paper(paper, WORDS)
    assert [b.text for b in made.blocks if isinstance(b, Paragraph)] == [
        "低保（国家给困难家庭按月发的生活补助） 12 户，低保金 100 元。", "低保。",
    ]  # fmt: skip
    listed = Document("公开", "plain", (Table((Column("低保"),), (("12",),)),))
    assert wording.plain_paper(listed, WORDS).blocks[-1] == Note(
        "“低保”：国家给困难家庭按月发的生活补助。"
    )


@pytest.mark.parametrize(
    "text", ["目标的实现", "工作落实到位", "其中标准两项", "依据《预算法》《审计法》办理"]
)
def test_what_only_looks_like_such_a_word_is_left(text: str) -> None:
    assert wording.hints([text], WORDS) == ()
    assert wording.Telling(WORDS).say(text) == text


def test_the_hint_says_what_to_write_instead() -> None:
    (hint,) = wording.hints(["应付款合计"], WORDS)
    assert str(hint) == "“应付款”居民可能看不懂，建议：村里还没付出去的钱。"


def test_the_papers_of_a_notice_are_in_plain_words_and_the_board_is_not(book: Book) -> None:
    body = "本期应付款 3,200.00 元，逾期未付的按合同履约保证金处理；低保户不受影响。"
    row_id = actions.compose_general(book, "关于应付款的公开", body=body).ids("notice")[0]
    board, plain, script = (
        actions.document_of(book, row_id, variant) for variant in ("board", "plain", "broadcast")
    )
    words = public.words_on(book, DAY)
    assert "应付款" in "\n".join(as_text(board))
    for paper in (plain, script):
        assert wording.unknown_words(paper, words) == ()
    told = "\n".join(as_text(plain))
    assert "这段时间社区里还没付出去的钱 3,200.00 元" in told
    assert plain.title == "关于应付款的公开"
    assert "“应付款”：社区里还没付出去的钱。" in told


# -- sentences ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    {
        "2026-10-08": "二〇二六年十月八日",
        "2026年2月2日": "二〇二六年二月二日",
        "2026-10": "二〇二六年十月",
        "1-3月": "一到三月",
        "70%": "百分之七十",
        "12.5%": "百分之十二点五",
        "2.5%": "百分之二点五",
        "9:00-11:30": "九点到十一点三十分",
        "14:05": "十四点零五分",
        "120元/亩": "每亩一百二十元",
        "3.5万元": "三点五万元",
        "¥50,238.50（伍万零贰佰叁拾捌元伍角整）": "五万零二百三十八元五角",
        "¥2,380.00": "两千三百八十元",
        "新街子社区〔2026〕12号": "新街子社区二〇二六年第十二号",
        "电话：48660001": "电话：四八六六零零零一",
        "023-48660001": "零二三，四八六六零零零一",
        "12345热线": "一二三四五热线",
        "第2季度2组2户": "第二季度二组两户",
        "1,234.5㎡": "一千二百三十四点五平方米",
        "合计 3,862.40 元": "合计三千八百六十二元四角",
        "32000元": "三万二千元",
        "0.5元": "五角",
    }.items(),
)
def test_figures_are_said_as_people_say_them(text: str, said: str) -> None:
    assert speech.spoken_numbers(text) == said


@given(
    st.text(
        "本次共向困难居民发放补助资金用于过渡期间的基本生活和燃气缴纳0123456789，。元年",
        max_size=120,
    )
)
def test_no_sentence_is_longer_than_a_breath_and_nothing_is_lost(text: str) -> None:
    lines = speech.sentences(text)
    assert all(len(line) <= speech.LONGEST_SENTENCE for line in lines)
    kept = re.sub(r"[。！？；，：、\n]", "", speech.spoken_numbers(text))
    assert re.sub(r"[。！？；，：、\n]", "", "".join(lines)) == kept


@given(st.integers(100, 10**11))
def test_a_sum_is_never_cut(fen: int) -> None:
    said = money.spoken(fen)
    lines = speech.sentences(f"本次一共向全体居民发放的各类临时生活补助资金合计{said}整")
    assert any(said in line for line in lines)


def test_the_script_says_twice_what_matters_and_ends_as_people_know_it(book: Book) -> None:
    total = make_details(book, "三季度慰问金", [50_000, 30_050])
    changes = actions.compose_general(book, "三季度慰问金公开", subject="三季度慰问金")
    script = actions.document_of(book, changes.ids("notice")[0], "broadcast")
    lines = [block.text for block in script.blocks if isinstance(block, Paragraph)]
    said = money.spoken(total)
    assert sum(said in line for line in lines) == 2
    assert lines.index("重要的再说一遍。") < max(n for n, line in enumerate(lines) if said in line)
    assert lines[0] == "居民朋友们，／大家好。"
    assert lines[-1].startswith("播报完毕。／")
    assert all(len(line) <= 25 and not re.search(r"[0-9]", line) for line in lines)


_AMOUNTS = st.lists(st.integers(1, 10**8), min_size=1, max_size=30)


@given(_AMOUNTS)
def test_the_three_papers_carry_equal_totals(amounts: list[int]) -> None:
    from qinglian_desktop.modules.disclosure import notices

    lines = [
        dict.fromkeys(("place", "category", "quantity", "measure", "price_fen"))
        | {"seq": n, "item": "应付款", "amount_fen": fen}
        for n, fen in enumerate(amounts, 1)
    ]
    content = notices.general(lines, "")
    frame = notices.Frame("公开", "居委会", "1号", "", "居民", DAY)
    papers = notices.framed(content, frame)
    plain = wording.plain_paper(papers["plain"], WORDS)
    (board_table,) = (b for b in papers["board"].blocks if isinstance(b, Table))
    (plain_table,) = (b for b in plain.blocks if isinstance(b, Table))
    assert board_table.grand() == plain_table.sums() == (sum(amounts),)
    told = "".join(b.text for b in papers["broadcast"].blocks if isinstance(b, Paragraph))
    assert told.count(money.spoken(sum(amounts))) >= 2


@pytest.mark.parametrize(
    ("text", "said"),
    {
        "陈＊明领取。": "陈某明领取。", "张＊，一百元。": "张某，一百元。",
        "电话138＊＊＊＊5678。": "电话（不播）。", "电话一三八＊＊＊＊五六七八": "电话（不播）",
        "住三组＊＊＊。": "住三组（不播）。",
    }.items(),
)  # fmt: skip
def test_what_is_masked_on_paper_is_not_read_out_as_stars(text: str, said: str) -> None:
    assert speech.starless(text) == said


# -- every kind --------------------------------------------------------------------------------

_MONEY = re.compile(r"\d[\d,]*\.\d\d")
_DIGIT = "[零一二三四五六七八九]"
_SPOKEN = re.compile(rf"[零一二两三四五六七八九十百千万亿]+元(?:{_DIGIT}角)?(?:零?{_DIGIT}分)?")


@pytest.mark.parametrize("number", sorted(FACTS))
def test_no_paper_of_any_kind_says_an_amount_the_board_does_not(book: Book, number: str) -> None:
    facts = FACTS[number]
    changes = actions.draft(
        book, number, facts, code=CODES.get(number),
        period="2026Q3" if number == "N01" else None, event_on=facts.get("meeting_on"),
    )  # fmt: skip
    row_id = changes.ids("notice")[-1]
    board, plain, script = (
        "\n".join(as_text(actions.document_of(book, row_id, variant)))
        for variant in ("board", "plain", "broadcast")
    )
    amounts = {money.parse_yuan(text) for text in _MONEY.findall(board)}
    sums = [block.sums() for block in actions.document_of(book, row_id).blocks
            if isinstance(block, Table)]  # fmt: skip
    amounts |= {fen for made in sums for fen in made}
    told = {money.parse_yuan(text) for text in _MONEY.findall(plain)}
    assert told <= amounts | {0} or "其余" in plain or "其他" in plain  # what is added up there
    said = {money.spoken(fen) for fen in amounts} | {"零元"}
    assert set(_SPOKEN.findall(script)) <= said
    words = public.words_on(book, DAY)
    for variant in ("plain", "broadcast"):
        assert wording.unknown_words(actions.document_of(book, row_id, variant), words) == ()
    assert all(len(line) <= 25 for line in script.split("\n")[1:-4])
