"""How does a public paper come from the whole internal notice, and what was let through by hand?"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.days import age_on
from qinglian_desktop.core.document import (
    Block,
    Document,
    Facts,
    Heading,
    Kind,
    Note,
    Paragraph,
    Table,
    as_text,
    sealed,
)
from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.privacy import NAMES, Finding, any_of, covered, findings
from qinglian_desktop.modules.disclosure import notices, privacy, steps, unlisted, wording
from qinglian_desktop.modules.disclosure.actions import echo
from qinglian_desktop.modules.disclosure.notices import Content
from qinglian_desktop.modules.disclosure.privacy import Cover, Policy
from qinglian_desktop.modules.disclosure.reads import SUPERVISION_PHONE, own_notice
from qinglian_desktop.modules.disclosure.records import Notice
from qinglian_desktop.modules.disclosure.speech import (
    LONGEST_SENTENCE,
    joined,
    sentences,
    spoken_numbers,
    starless,
)
from qinglian_desktop.modules.disclosure.wall_records import Objection, Question
from qinglian_desktop.modules.registry.records import Person, Post
from qinglian_desktop.store.book import Book

NEVER: Final = ("id",)  # no reason in the world prints a full ID number


class Shown(NamedTuple):
    """What may hang of a notice: its substance, its words, and each change that was made."""

    content: Content
    title: str
    body: str
    covers: tuple[Cover, ...]


class LetThrough(NamedTuple):
    """A number that may stand although it looks private, who said so, when and why."""

    kind: str
    text: str
    reason: str
    who: str
    on: str


def shown(row: Mapping[str, Any], content: Content, policy: Policy) -> Shown:
    """The notice as it may hang. The kept substance stays whole."""
    board = privacy.public(content.board, policy)
    plain = privacy.public(content.plain, policy)
    # What the list of the board leaves out is left out of every other line of every paper, too.
    made = replace(
        content,
        board=board.blocks,
        plain=tuple(board.said(block, policy) for block in plain.blocks),
        spoken=tuple(map(board.words, content.spoken)),
        totals=board.words(content.totals),
        short=board.words(content.short),
    )
    title, body = board.words(row["title"] or ""), board.words(row["body"] or "")
    return Shown(made, title, body, board.covers)


def policy_for(book: Book, row: Mapping[str, Any], day: date) -> Policy:
    pack = book.pack(privacy.PACK, day)
    hidden = minors(book, day) | complainants(book, row)
    policy = privacy.policy_of(pack, row["kind"] or "", row["title"] or "", day, hidden)
    return policy._replace(adults=lambda names: _adults(book, names - hidden, day))


def _adults(book: Book, names: frozenset[str], day: date) -> frozenset[str]:
    """Those of the names that somebody of age on the register, or somebody in office, bears."""
    where = tuple(sorted(names))
    people = book.rows(Query(Person.table, (Where("name", "in", where),)))
    posts = book.rows(Query(Post.table, (Where("person_name", "in", where),)))
    grown = {row["name"] for row in people if not _is_young(row, day)}
    return frozenset(grown | {row["person_name"] for row in posts})


def complainants(book: Book, row: Mapping[str, Any]) -> frozenset[str]:
    """Who objected to what this notice explains or corrects, and who asked what it answers."""
    facts = notices.facts_of(book.files.read(row["content_file"])) if row["content_file"] else {}
    about = (facts or {}).get("notice_no")
    told = {number for number in (row["about"], row["corrects"], about) if number}
    names: set[str] = set()
    for number in told:
        notice = book.find(Notice, number=number)
        if notice is not None:
            where = (Where("notice_id", "=", notice["id"]),)
            names |= {one["raised_by"] for one in book.rows(Query(Objection.table, where))}
    names |= {one["asked_by"] for one in echo.carried(book, row)}
    return frozenset(name for told in names for name in each_of(told) if len(name) > 1)


def each_of(told: str | None) -> list[str]:
    """Who complained, one by one: 张伟（5组）、李丽等3人."""
    bare = re.sub(
        r"[（(][^（()）]*[)）]|等?\s*[0-9一二三四五六七八九十]*\s*[人户]?$", "", told or ""
    )
    return [part.strip() for part in re.split(r"[、，,；;/]", bare) if part.strip()]


def minors(book: Book, day: date) -> frozenset[str]:
    """Names on the register that only people under age bear on that day."""
    young = (Where("born_on", ">=", f"{day.year - privacy.OF_AGE}-01-01"),)
    undated = (Where("born_on", "empty"), Where("id_number", "filled"))
    rows = [row for where in (young, undated) for row in book.rows(Query(Person.table, where))]
    names = {str(r["name"]) for r in rows if len(r["name"] or "") > 1 and _is_young(r, day)}
    if not names:
        return frozenset()
    same = book.rows(Query(Person.table, (Where("name", "in", tuple(sorted(names))),)))
    return frozenset(names - {row["name"] for row in same if not _is_young(row, day)})


def _is_young(row: Mapping[str, Any], day: date) -> bool:
    born = privacy.born_on(str(row["born_on"] or row["id_number"] or ""))
    return born is not None and age_on(born, day) < privacy.OF_AGE


def words_on(book: Book, day: date) -> wording.Words:
    return wording.words_of(book.pack(wording.PACK, day))


def plainer(book: Book, papers: Mapping[Kind, Document], day: date) -> dict[Kind, Document]:
    """Big print and script in the words people use; the board keeps those of the office."""
    words = words_on(book, day)
    made = dict(papers)
    made["plain"] = wording.plain_paper(papers["plain"], words)
    script = papers["broadcast"]
    lines = [block.text for block in script.blocks if isinstance(block, Paragraph)]
    told = [
        part
        for line in wording.plain_lines(lines, words)
        for part in ((line,) if len(line) <= LONGEST_SENTENCE else sentences(line))
    ]
    spoken = (starless(line.removeprefix("／")) for line in joined(told))
    blocks = tuple(Paragraph(line, indent=False) for line in spoken)
    title = wording.Telling(words).swap(script.title)
    made["broadcast"] = sealed(replace(script, title=title, blocks=blocks, fingerprint=""))
    return made


# -- what is still to be seen ------------------------------------------------------------------


def allowed(book: Book, row: Mapping[str, Any]) -> frozenset[str]:
    """Bare numbers that may stand: the office's own telephones, and what was let through."""
    told = "\n".join(
        str(text)
        for text in (row["contact"], row["contact_phone"], book.setting(SUPERVISION_PHONE))
        if text
    )
    passed = {one.text for one in let_through(row)}
    said = {Finding("address", spoken_numbers(text), 0).bare for text in passed}
    return frozenset({one.bare for one in findings(told)} | passed | said)


def let_through(row: Mapping[str, Any]) -> tuple[LetThrough, ...]:
    """What was let through of this notice, oldest first."""
    return tuple(LetThrough(*one) for one in json.loads(row["let_through"] or "[]"))


def still_seen(
    book: Book, row: Mapping[str, Any], papers: Mapping[Kind, Document], policy: Policy
) -> tuple[Finding, ...]:
    """What these papers show and may not: each number once, as it stands there."""
    keep, policy = allowed(book, row), _with_told(policy, row, papers)
    found: dict[tuple[str, str], Finding] = {}
    for variant, paper in papers.items():
        if found and variant == "broadcast":
            break  # it says the same in spoken numbers
        lines = "\n".join(as_text(replace(paper, number="", fingerprint="")))
        ill = unlisted.health_words(paper.title, paper.blocks, policy)
        for one in (*findings(lines), *children(lines, policy), *_ill(lines, ill)):
            if one.bare not in keep:
                found.setdefault((one.kind, one.bare), one)
    return tuple(found.values())


def _with_told(policy: Policy, row: Mapping[str, Any], papers: Mapping[Kind, Document]) -> Policy:
    """The policy under which nobody is named in a sentence about those nobody may be shown as."""
    paper = papers.get("board") or next(iter(papers.values()))
    told = unlisted.told_of(row["title"] or "", row["body"] or "", as_text(paper), policy)
    return policy._replace(minors=policy.minors | told)


def children(text: str, policy: Policy) -> list[Finding]:
    """Names that stand in a text in full and may not: of children, of those who complained."""
    found = list(_names(policy.minors).finditer(text)) if policy.minors else []
    if not found:
        return []
    # A child's name may be the beginning or the end of somebody else's: 孙国 in 孙国英.
    longer = {one.span(): _around(text, *one.span()) for one in found}
    grown = policy.adults(frozenset().union(*longer.values()))
    return [Finding("name", one[0], one.start()) for one in found if not longer[one.span()] & grown]


def _around(text: str, start: int, end: int) -> frozenset[str]:
    """The words a name stands in that are one or two signs longer."""
    words = {text[max(start - 1, 0) : end], text[start : end + 1], text[start : end + 2]}
    return frozenset(words - {text[start:end]})


@lru_cache(maxsize=8)
def _names(names: frozenset[str]) -> re.Pattern[str]:
    return any_of(names)


def _ill(text: str, words: Iterable[tuple[str, str]]) -> list[Finding]:
    return [
        Finding("health", word, place.start())
        for word in dict.fromkeys(word for _, word in words)
        for place in re.finditer(re.escape(word), text)
    ]


def hidden(
    book: Book, row: Mapping[str, Any], papers: Mapping[Kind, Document], policy: Policy
) -> dict[Kind, Document]:
    """The papers with every finding covered, where the clerk asked for it (一键遮住)."""
    if not row["hides"]:
        return dict(papers)
    keep, policy = allowed(book, row), _with_told(policy, row, papers)

    every = [block for paper in papers.values() for block in paper.blocks]
    ill = unlisted.health_words(row["title"] or "", every, policy)
    ill += [(where, spoken_numbers(word)) for where, word in ill]  # as the script says it

    def also(text: str) -> list[Finding]:
        told = [*ill, *unlisted.health_words(text, (), policy)]
        return [*children(text, policy), *_ill(text, told)]

    def cover(text: str) -> str:
        return covered(text, keep, also)

    return {kind: _covered(paper, cover, policy) for kind, paper in papers.items()}


def covering(book: Book, row: Mapping[str, Any]) -> Callable[[str], str]:
    """What is said beside a posted notice (questions, reasons), as it may be handed on."""
    where = (Where("notice_id", "=", row["id"]),)
    told = {one["raised_by"] for one in book.rows(Query(Objection.table, where))}
    told |= {one["asked_by"] for one in book.rows(Query(Question.table, where))}
    names = {name for one in told for name in each_of(one) if len(name) > 1}
    policy = policy_for(book, row, clock.today())
    policy = policy._replace(minors=policy.minors | names)
    keep = allowed(book, row)

    def cover(text: str) -> str:
        return covered(text, keep, lambda said: children(said, policy))

    return cover


def _covered(paper: Document, cover: Any, policy: Policy) -> Document:
    blocks = tuple(_block(block, cover, policy) for block in paper.blocks)
    if paper.kind == "broadcast":  # a number may run over two of its lines
        lines = [block for block in blocks if isinstance(block, Paragraph)]
        told = map(starless, cover("\n".join(line.text for line in lines)).split("\n"))
        blocks = tuple(replace(lines[0], text=text) for text in told)
    words = {"title": cover(paper.title), "qr": cover(paper.qr)}
    return sealed(replace(paper, blocks=blocks, fingerprint="", **words))


def _block(block: Block, cover: Any, policy: Policy) -> Block:
    if isinstance(block, Heading | Paragraph | Note):
        return replace(block, text=cover(block.text))
    if isinstance(block, Facts):
        return Facts(tuple((name, cover(value)) for name, value in block.pairs))
    if isinstance(block, Table):
        ill = {word for _, word in unlisted.health_words("", (block,), policy)}

        def cell(text: Any) -> Any:
            if not isinstance(text, str):
                return text
            for word in ill:
                text = text.replace(word, "＊＊")
            return cover(text)

        rows = tuple(tuple(cell(text) for text in row) for row in block.rows)
        return replace(block, rows=rows, caption=cover(block.caption))
    return block


# -- what the clerk decides --------------------------------------------------------------------


def hide(book: Book, row_id: str) -> Changes:
    """一键遮住: from now on every number of this notice is covered on every paper."""
    return _put_hides(book, row_id, True)


def unhide(book: Book, row_id: str) -> Changes:
    """The papers show what was written again, and are refused while that is private."""
    return _put_hides(book, row_id, False)


def _put_hides(book: Book, row_id: str, yes: bool) -> Changes:
    row = own_notice(book, row_id)
    steps.editable(row["state"], row["number"])
    with book.change(f"{'遮住' if yes else '不再遮住'}号码：{row['number']}") as change:
        change.put_row(Notice.table, row_id, {"hides": int(yes)})
    return change.changes


def let_pass(book: Book, row_id: str, kind: str, text: str, reason: str) -> Changes:
    """What looks private and is the office's own stays on the paper; the reason is logged.

    Refused for a full ID number, without a reason, and once the notice is under review.
    """
    row = own_notice(book, row_id)
    steps.editable(row["state"], row["number"])
    if kind in NEVER:
        raise Refused(f"{NAMES['id']}不能放行", "请按“一键遮住”，或在内容里删掉", code="QL-PD-051")
    if len("".join(reason.split())) < 2:
        raise Refused(
            "没有写为什么可以公开", "例：这是{}的对公账号".format(book.word("committee_short")),
            field="reason", code="QL-PD-052",
        )  # fmt: skip
    bare = Finding(kind, text, 0).bare  # type: ignore[arg-type]
    known = [one for one in let_through(row) if (one.kind, one.text) != (kind, bare)]
    new = LetThrough(kind, bare, reason.strip(), book.operator.name, clock.today().isoformat())
    with book.change(f"放行：{row['number']}里的{NAMES[kind]}", reason=reason) as change:  # type: ignore[index]
        told = json.dumps([*known, new], ensure_ascii=False)
        change.put_row(Notice.table, row_id, {"let_through": told})
    return change.changes
