"""Everything the street has written for this unit on one stick: receipts and bundles, in order."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from qinglian_desktop.core.outcome import Changes, Refused, Stopped

if TYPE_CHECKING:
    from qinglian_desktop.exchange.container_header import Header
    from qinglian_desktop.store.book import Book

_KINDS = ("receipt", "down")


class Told(NamedTuple):
    """What reading a whole stick came to; `notes` are said below the page."""

    read: int
    notes: tuple[str, ...]


def read_all(book: "Book", folder: Path, tick: Any) -> Changes:
    """Reads each file in a change of its own; what was read before is passed over.

    Refused when there is nothing for this unit, or with the first refusal when nothing could be
    read.
    """
    from qinglian_desktop.exchange import incoming

    found = _for_us(book, folder)
    if not found:
        raise _nothing(folder)
    notes: dict[str, None] = {}
    touched: set[tuple[str, str]] = set()
    count, step, refused = 0, 0, list[Refused]()
    for done, path in enumerate(found):
        if not tick(done, len(found), f"读{path.name}"):
            if not count:
                raise Stopped
            notes[f"已停止，还有 {len(found) - done} 个没有读"] = None
            break
        try:
            changes = incoming.import_file(book, path)
        except Refused as trouble:
            refused.append(trouble)
            continue
        outcome: Any = changes.result
        if not changes.touched:
            continue
        count += 1
        touched |= set(changes.touched)
        step = changes.step or step  # told of, every open page reads anew
        notes |= dict.fromkeys(outcome.notes)
    if refused and not count:
        raise refused[0]
    notes |= dict.fromkeys(f"〔{one.what}〕" for one in refused)
    if word := heed(book):
        notes[word] = None
        touched |= {("task", ""), ("directive_answer", "")}
    said = f"读取街道写来的 {count} 个文件" if count else "街道写来的以前都读过"
    return Changes(said, tuple(touched), step, Told(count, tuple(notes)))


def read_one(book: "Book", path: Path, tick: Any = None) -> Changes:
    """One file, opened by itself; what the street withdrew in it is ended here all the same."""
    from qinglian_desktop.exchange import incoming

    changes = incoming.import_file(book, path, tick=tick)
    word = heed(book)
    if not word:
        return changes
    outcome: Any = changes.result
    told = replace(outcome, notes=(*outcome.notes, word))
    return changes._replace(
        touched=(*changes.touched, ("task", ""), ("directive_answer", "")), result=told
    )


def heed(book: "Book") -> str:
    """What inspections and meetings set going is taken up as tasks, what the street has withdrawn
    is ended there; in words.
    """
    from qinglian_desktop.modules.directives import actions as directing

    if book.unit.is_street:
        return ""
    taken = ended = 0
    try:
        taken = directing.take_up_decided(book)
        ended = directing.heed_withdrawn(book)
    except Refused:
        pass  # the file is in all the same, and 今日 goes on asking
    said = (
        f"督查和会议定的 {taken} 件已登记到任务台账" if taken else "",
        f"街道撤回的事项，任务台账里的 {ended} 条已终止，并写明原因" if ended else "",
    )
    return "；".join(filter(None, said))


def _nothing(folder: Path) -> Refused:
    from qinglian_desktop.exchange import astray

    found = astray.nothing_here(folder, "街道写给本单位的文件")
    if found.code:
        return found
    return Refused(
        "U 盘上没有街道写给本单位的文件", "请核对 U 盘，或到街道再写一次", code="QL-UB-238"
    )


def _for_us(book: "Book", folder: Path) -> list[Path]:
    """Files of the street for this unit, the receipts first, then by their numbers."""
    from qinglian_desktop.exchange import container, stick

    found: list[tuple[Header, Path]] = []
    for path in stick.bundles_on(folder):
        try:
            header = container.read_header(path)
        except Refused:
            continue  # not whole, or of another program: the clerk can open it by its name
        if header.kind in _KINDS and header.addressee == book.unit.office_id:
            found.append((header, path))
    return [path for _, path in sorted(found, key=_order)]


def _order(one: "tuple[Header, Path]") -> tuple[int, int]:
    header, _ = one
    return _KINDS.index(header.kind), header.bundle_no
