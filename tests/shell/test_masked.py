"""SE-05: no list and no page tells a whole ID number or phone; F9 hides what names are left."""

from collections.abc import Iterator

from every_page import rested
from office import make_entry, make_person
from planting import secrets
from qinglian_desktop.modules.audits.page import dossier
from qinglian_desktop.modules.benefits.records import BenefitLine
from qinglian_desktop.modules.funds.page.told import heading_of
from qinglian_desktop.modules.funds.statements import open_items
from qinglian_desktop.modules.registry.records import Person
from qinglian_desktop.shell.help.side import sections_of
from qinglian_desktop.shell.window import Window
from qinglian_desktop.ui import cover
from saying import said_by

MANY = 20  # screens at least


def lists(window: Window) -> Iterator[str]:
    """The tabs where people stand, section by section, with the list each opens on."""
    for page_id in ("registry", "exchange", "tasks", "benefits", "decisions", "disclosure"):
        page = window.go(page_id)
        sections = sections_of(page)
        for key in sections.keys() if sections is not None else [""]:
            if sections is not None:
                sections.show_section(key)
            rested(window, f"{page_id}.{key}", page)
            yield f"{page_id}.{key}"


def test_twenty_screens_tell_no_whole_number(window: Window) -> None:
    book, planted = window.book, secrets(0, 6)
    for n, one in enumerate(planted):
        make_person(book, f"欧阳{n}", id_number=one.id_number, phone=one.phone, group_name="1组")
        make_entry(book, n + 1, counterparty=f"欧阳{n}", is_person=True)
    numbers = {text for one in planted for text in (one.id_number, one.phone)}
    seen, stars = set[str](), {Person.fields["phone"].kind.mask(one.phone) for one in planted}
    masked = set[str]()
    for name in lists(window):
        told = [text for _, text in said_by(window)]
        assert not [n for n in numbers if any(n in text for text in told)], name
        masked |= {one for one in stars if any(one in text for text in told)}
        seen.add(name)
    assert len(seen) >= MANY, seen
    assert masked == stars, "what is personal stands there, masked"


def test_names_in_words_are_hidden_like_names() -> None:
    """The dossier of somebody who leaves, who owes what, what a list of benefits says."""
    assert next(h for h in dossier._ROWS if h.word == "事项").private
    party = next(h for h in open_items._HEADS if "个人" in h.label)
    assert heading_of(party, []).private
    assert cover.hides(BenefitLine.fields["problem"])
