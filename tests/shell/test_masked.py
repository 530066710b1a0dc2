"""SE-05: no list and no form tells a whole ID number or phone until it is shown, and noted."""

from collections.abc import Iterator

from every_page import rested
from office import make_entry, make_person
from planting import Secret, secrets
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.record import Field, Level, Record, Row
from qinglian_desktop.modules.audits.page import dossier
from qinglian_desktop.modules.benefits.records import BenefitLine
from qinglian_desktop.modules.disclosure import actions as disclosure
from qinglian_desktop.modules.funds.page.told import heading_of
from qinglian_desktop.modules.funds.statements import open_items
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.shell.help.side import sections_of
from qinglian_desktop.shell.window import Window
from qinglian_desktop.store.book import Book
from qinglian_desktop.ui import cover
from qinglian_desktop.ui.form import RecordForm
from saying import said_by
from windows import Clerk

MANY = 20  # screens at least
TABS = ("registry", "tasks", "benefits", "disclosure")
FORMS = ("person", "household", "contract", "benefit_line", "objection", "question",
         "inspection_request")  # fmt: skip


def lists(window: Window) -> Iterator[str]:
    """The tabs where people stand, section by section, with the list each opens on."""
    for page_id in TABS:
        page = window.go(page_id)
        sections = sections_of(page)
        for key in sections.keys() if sections is not None else [""]:
            if sections is not None:
                sections.show_section(key)
            rested(window, f"{page_id}.{key}", page)
            yield f"{page_id}.{key}"


def plant(book: Book) -> dict[str, tuple[str, frozenset[str]]]:
    """Table → a row of it whose every personal field is told by nobody else, and what it says."""
    disclosure.raise_objection(book, {"kind": "公开内容", "content": "楼号不全", "way": "口头"})
    disclosure.save_request(book, None, {"wanted": "第三季度账目"})
    planted = {}
    with book.change("登记人员") as change:
        for table, secret in zip(FORMS, secrets(0, len(FORMS)), strict=True):
            record = book.tables[table]
            fields = {n: f for n, f in record.fields.items() if f.level >= Level.PERSON}
            told = {n: _planted(n, f, secret) for n, f in fields.items()}
            raised = table in ("objection", "inspection_request")
            row_id = (
                book.ids(Query(table))[0] if raised else change.add(record, _asked(record, secret))
            )
            change.put_row(table, row_id, told)
            planted[table] = row_id, frozenset(told.values())
    return planted


def _planted(name: str, field: Field, secret: Secret) -> str:
    whole = {"id_number": secret.id_number, "phone": secret.phone, "name": "欧阳塘湾"}
    whole["day"] = f"{secret.id_number[6:10]}-{secret.id_number[10:12]}-{secret.id_number[12:14]}"
    return secret.id_number if name == "id_number" else whole.get(field.kind.name, secret.clue)


def _asked(record: type[Record], secret: Secret) -> Row:
    """What a list or a title shows of the row."""
    named = {"name": "欧阳甲", "head_name": "欧阳甲", "title": "塘边鱼塘", "party": "欧阳甲"}
    return {name: text for name, text in named.items() if name in record.fields} | {
        name: "2026-1" for name in ("period", "number") if name in record.fields
    }


def forms(window: Window) -> list[RecordForm]:
    """With everything unfolded."""
    shown = [form for form in window.page.findChildren(RecordForm) if form.isVisible()]
    for form in shown:
        if form.more.isVisible():
            form.toggle_more()
    rested(window, "", window.page)
    return shown


def test_twenty_screens_tell_no_whole_number_until_it_is_shown(window: Window) -> None:
    book, planted = window.book, secrets(50, 6)
    for n, one in enumerate(planted):
        make_person(book, f"欧阳{n}", id_number=one.id_number, phone=one.phone, group_name="1组")
        make_entry(book, n + 1, counterparty=f"欧阳{n}", is_person=True)
    rows = plant(book)
    numbers = {text for one in planted for text in (one.id_number, one.phone)}
    numbers |= {text for _, told in rows.values() for text in told}
    seen, stars = set[str](), {Person.fields["phone"].kind.mask(one.phone) for one in planted}
    masked = set[str]()

    def told() -> set[str]:
        said = "\n".join(text for _, text in said_by(window))
        return {number for number in numbers if number in said}

    for name in lists(window):
        assert told() == set(), name
        masked |= {one for one in stars if any(one in text for _, text in said_by(window))}
        seen.add(name)
    for looks, (table, (row_id, whole)) in enumerate(rows.items()):
        window.go("today")
        window.go(window.tab_of(table), table, row_id)
        personal = next(form.personal for form in forms(window) if form.personal.isVisible())
        assert told() == set(), table
        seen.add(f"{table} form")
        assert book.count(Query("revealed_row")) == looks
        Clerk(window).click(personal.button)
        assert told() >= whole, table
        noted = book.rows(Query("revealed_row", order=(("id", True),)))
        assert len(noted) == looks + 1, "one look, one line"
        assert (noted[0]["of_table"], noted[0]["of_row"]) == (table, row_id)
        assert not [text for text in numbers if text in str(noted)], "it does not say what was seen"
    assert len(seen) >= MANY, seen
    assert masked == stars, "what is personal stands there, masked"


def test_names_in_words_are_hidden_like_names() -> None:
    """The dossier of somebody who leaves, who owes what, what a list of benefits says."""
    assert next(h for h in dossier._ROWS if h.word == "事项").private
    party = next(h for h in open_items._HEADS if "个人" in h.label)
    assert heading_of(party, []).private
    assert cover.hides(BenefitLine.fields["problem"])
