"""What a unit has reported comes in at the street: preview, one transaction, then the receipt.

Gates before this: local copy, container and signature, addressee. Here: replay and fork, content
into staging, preview. Before the transaction nothing has changed; after it everything has.
"""

from collections.abc import Iterator
from dataclasses import replace

from qinglian_desktop.core.module import Query, Where
from qinglian_desktop.core.outcome import Changes, Refused
from qinglian_desktop.core.record import Owner
from qinglian_desktop.exchange import (
    anchors,
    confirming,
    conflicting,
    entered_again,
    gates,
    intake,
    noting,
    passing,
    photos,
    receipts,
    remarks,
    settling,
    unmatched,
    waiting,
)
from qinglian_desktop.exchange import arrived as before
from qinglian_desktop.exchange.container_header import Header
from qinglian_desktop.exchange.payload import PayloadReader
from qinglian_desktop.exchange.preview import Outcome
from qinglian_desktop.exchange.road import Arrived, Road, Tick, blank
from qinglian_desktop.store import merge as merging
from qinglian_desktop.store.before import Before
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.merge import Merge
from qinglian_desktop.store.table_plan import TablePlan


def look(
    book: Book, header: Header, reader: PayloadReader, merge: Merge, name: str, tick: Tick | None
) -> Arrived:
    """What merging this bundle will do; nothing is written."""
    epoch = before.rank_of(book, header, before.epoch_of(reader))
    current = before.is_current(book, header)
    already = gates.known_since(book, header)
    if not already:
        gates.refuse_broken_chain(book, header, name)
    passed = passing.Rerouting(book, header.sender)
    merge.beside = passed.beside
    returned, unknown = intake.stage_all(
        merge, _records(book), reader, header.sender, tick,
        elsewhere=passed.place_of if passed else None,
    )  # fmt: skip
    known = [table for table in reader.tables() if table not in unknown]
    # What is not rows, or not yet known here, is proved too before anybody is shown a preview.
    reader.prove_others(known)
    for table in known:
        intake.told_digest(reader, table)
    unmatched.prepare(merge, book, header.sender, current=current)
    plans = tuple(merge.plan(table) for table in known)
    passed.plan()
    unmatched.hold_refused(merge, book, header.sender, plans)
    gates.refuse_forks(plans, name)
    for plan in plans:
        for row_id in plan.foreign:
            returned.add(plan.table, row_id, "这一行在这里是别的单位的")
    away = passing.Motion(book, header, reader).on_the_way()
    found = unmatched.look(book, header, merge, plans, returned, away, current=current)
    undecided = unmatched.after(book, header.sender, found)
    links = waiting.look(merge, book, filter(reader.row_count, known))
    notes = [*_notes(book, header, unknown, already, plans), *passed.words()]
    if foreign := sum(len(plan.foreign) for plan in plans):
        notes.append(
            f"有 {foreign} 条在这里记在别的单位名下，没有收。这里还原过备份的话，移交令可能也没了，"
            "请在“改名、合并、拆分”里按原来的依据再签一份"
        )
    if place := anchors.rewritten(book, header, reader):
        notes.append(anchors.words(name, place))
    if not current:
        notes.append("这是还原备份以前写的包，里面单位已没有的不算进汇总")
    if remark := remarks.told(reader.manifest.facts):
        notes.append(remark)
    if undecided:
        restored = epoch > 1 or not current or before.was_restored(book, header.sender)
        notes.append(unmatched.sentence(name, undecided, restored=restored))
    if links:
        notes.append(waiting.sentence([one.what for one in links]))
    preview = replace(
        blank(header, name),
        plans=plans,
        returned=returned,
        unknown=tuple(unknown),
        already=already,
        notes=tuple(notes),
        unmatched=undecided,
        waiting=links,
    )
    return Arrived(
        header, reader, preview, merge, epoch, current, found, rewritten=place, passing=passed
    )


def keep(book: Book, arrived: Arrived, *, approve_deletions: bool) -> Changes:
    """Merges what was looked at and answers with the receipt; once more equals once."""
    if arrived.keep_deleted:
        _keep_what_would_go(book, arrived)
    preview = arrived.preview
    if preview.already and not preview.new + preview.changed and not arrived.passing.news:
        changes = Changes(f"{preview.from_name}第 {preview.number} 号包")
    else:
        _guard_deletions(book, arrived, approve=approve_deletions)
        changes = _merge(book, arrived)
    receipt, notes = receipts.answer(book, arrived.path, arrived.header)
    told = () if changes.result is None else (str(changes.result),)
    if preview.unmatched and (again := entered_again.sentence(book, arrived.header.sender)):
        told = (*told, again)
    outcome = Outcome(preview, receipt, (*preview.notes, *told, *notes))
    return Changes(changes.label, changes.touched, changes.step, outcome)


ROAD = Road(gates.unit_that_reports, look, keep)


def _records(book: Book) -> dict[str, type]:
    return {t: r for t, r in book.tables.records.items() if r.owner is not Owner.LOCAL}


def _notes(
    book: Book, header: Header, unknown: list[str], already: str, plans: tuple[TablePlan, ...]
) -> Iterator[str]:
    if already and any(plan.new + plan.changed for plan in plans):
        yield f"第 {header.bundle_no} 号包已于 {already[:10]} 导入，这次补上当时没收下的内容"
    elif already:
        yield noting.here_already(header, already)
    else:
        yield from noting.gap(book, header, "请让对方补来")
    yield from noting.unread(unknown)


def _keep_what_would_go(book: Book, arrived: Arrived) -> None:
    """The deletions are not agreed to: the rows stay, are listed, and the receipt names them."""
    preview = arrived.preview
    kept = unmatched.refuse_deletions(arrived.merge, book, preview.plans)
    if not kept:
        return
    arrived.found.entries += kept
    for one in kept:
        preview.returned.add(one.table, one.row_id, "街道没有同意删除，请和街道核对")
    note = f"有 {len(kept)} 条删除没有同意，原来的都留着，回执会告诉单位"
    arrived.preview = replace(preview, notes=(*preview.notes, note))


def _guard_deletions(book: Book, arrived: Arrived, *, approve: bool) -> None:
    deleting = sum(len(plan.deleted) for plan in arrived.preview.plans)
    deleting += arrived.passing.deleted()
    if approve or not deleting:
        return
    held = sum(
        book.count(Query(plan.table, (Where("owner", "=", arrived.header.sender),)))
        for plan in arrived.preview.plans
    )
    if settling.is_mass(deleting, held):
        raise Refused(
            f"这个包要删掉〔{arrived.preview.from_name}〕{deleting} 条记录，没有导入",
            "请先和对方核对，属实再选“同意删除”导入",
            code="QL-UB-121",
        )


def _merge(book: Book, arrived: Arrived) -> Changes:
    header, preview = arrived.header, arrived.preview
    label = f"合并{preview.from_name}第 {header.bundle_no} 号包"
    lost = conflicting.Found()
    photos.keep_all(book, arrived.reader)
    stood = Before(book.files)
    agreed = sum(len(plan.deleted) for plan in preview.plans) if arrived.approved_by else 0
    reason = f"同意删除 {agreed} 条：{arrived.approved_by}" if agreed else ""
    with book.change(label, kind="merge", reason=reason) as change:
        merging.quiet(change)
        for plan in preview.plans:
            arrived.merge.apply(plan, change, lost.add, stood)
        merging.loud(change)
        conflicting.keep(change, lost)  # rows of this office, with their images
        arrived.passing.keep(change, stood)
        unmatched.keep(change, book, header.sender, arrived.found)
        mismatch = _mismatch(book, arrived)
        ended = waiting.keep(change, book, header.sender, header.bundle_id, preview.waiting)
        confirming.note(change, header, arrived.reader)
        differs = _mismatch_words(header, mismatch)
        noted = noting.received(
            book,
            arrived,
            filter(None, (*preview.notes, differs)),
            signer=before.other_computer(book, header),
            mismatch=mismatch[:200] or None,
            kept_before=tuple(stood.kept()),
            needs_full=bool(mismatch) and not header.full,  # more than all cannot be asked for
            rewritten=str(arrived.rewritten) if arrived.rewritten else None,
        )
        change.put(noted)
        came = f"{ended} 条等着的数据这次到了" if ended else ""
        lacking = photos.note(change, header.sender, arrived.reader, full=header.full)
        told = (differs, came, lacking)
        change.result = "；".join(filter(None, told)) or None
    return change.changes


def _mismatch(book: Book, arrived: Arrived) -> str:
    """Tables whose count or digest differs from the sender's; a full bundle is asked for."""
    header, reader = arrived.header, arrived.reader
    merge, sender = arrived.merge, header.sender
    if not arrived.current:
        for plan in arrived.preview.plans:
            merge.recount(plan.table, unmatched.counted_instead(book, sender, plan.table))
        return ""  # its sender has left the history these sums were counted in
    motion = passing.Motion(book, header, reader)
    if arrived.passing.count or motion.unheard() or motion.on_the_way():
        return ""  # records are changing hands, and the two sides hear of it one after the other
    if before.own_streams(book, header) is not None:
        return ""  # the office has several computers, and one alone cannot tell the sums of all
    if arrived.preview.returned.count or arrived.preview.unknown:
        return ""  # the receipt names what was sent back; a full bundle would not help
    if not reader.comparable:
        return ""  # counted in the words of an older program; the whole bundle of the quarter tells
    differing = []
    for plan in arrived.preview.plans:
        told = intake.told_digest(reader, plan.table)
        # A sum kept wrongly must not ask for the same bundle for ever: the rows themselves decide.
        if merge.digest(plan.table) == told:
            continue
        if merge.recount(plan.table, unmatched.counted_instead(book, sender, plan.table)) != told:
            differing.append(plan.table)
    # Behind a newer bundle the sums must differ; they are compared where this one is the newest.
    newest = header.high_seq >= before.furthest(book, header)
    return "、".join(differing) if newest else ""


def _mismatch_words(header: Header, mismatch: str) -> str:
    if not mismatch:
        return ""
    if header.full:
        return "整包合并后仍和对方的对不上，请和对方逐表核对条数"
    return "合并后的条数和对方的对不上，请对方写一次整包"
