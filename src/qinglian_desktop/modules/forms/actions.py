"""What can be done with forms from above: remember a mapping, fill, hand up a number by hand."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from qinglian_desktop.core import clock
from qinglian_desktop.core.kinds import show_quantity
from qinglian_desktop.core.module import Query
from qinglian_desktop.core.outcome import Changes, Problem, Refused
from qinglian_desktop.core.record import Row
from qinglian_desktop.exchange.forms import FormFile, form_of, open_form
from qinglian_desktop.exchange.records import RevealedExport
from qinglian_desktop.modules.forms import asking, filling, knowing, numbers, proposing
from qinglian_desktop.modules.forms.filling import Prepared, prepare
from qinglian_desktop.modules.forms.knowing import Known
from qinglian_desktop.modules.forms.mapping import FormMapping, from_text, to_text
from qinglian_desktop.modules.forms.records import BY_FORM, FormMap, ReportedNumber
from qinglian_desktop.store import ledger
from qinglian_desktop.store.book import Book
from qinglian_desktop.store.files import write_whole

save_asked = asking.save_asked
UNSAID = "上级部门"  # to whom, where nobody wrote it down


class Looked(NamedTuple):
    """A file that was dropped in: what it is, known or only guessed at."""

    form: FormFile
    data: bytes
    known: Known | None
    mapping: FormMapping


class Filled(NamedTuple):
    path: Path
    rows: int
    notes: tuple[str, ...]


def look(book: Book, path: Path) -> Looked:
    """Opens a form and knows it again, or proposes what fills it."""
    form = open_form(path)
    known = knowing.recognise(book, form)
    mapping = known.mapping if known else _proposed(book, form, path.stem)
    return Looked(form, path.read_bytes(), known, mapping)


def _proposed(book: Book, form: FormFile, stem: str) -> FormMapping:
    """What the form most likely wants, under a name that no other form bears."""
    mapping = proposing.propose(book, form, stem)
    taken = {row["name"] for row in book.rows(Query(FormMap.table))}
    name, number = mapping.name, 2
    while name in taken:
        name, number = f"{mapping.name}（{number}）", number + 1
    return replace(mapping, name=name)


def look_again(book: Book, row_id: str) -> Looked:
    """A remembered form with the empty file that was kept; Refused where none was."""
    row = ledger.there(book, FormMap.table, row_id)
    papers = FormMap.fields["blank"].kind.load(row["blank"] or "[]")
    if not papers:
        raise Refused("没有留着这张空表", "请把上级发来的空表拖进来", code="QL-FM-013")
    data = book.files.read(papers[0])
    form, mapping = form_of(data, row["name"]), from_text(row["content"])
    known = knowing.fitted(book, row_id, mapping, proposing.sheet_named(form, mapping.sheet))
    return Looked(form, data, known, known.mapping)


def remember(book: Book, mapping: FormMapping, blank: bytes | None, row_id: str = "") -> Changes:
    """Keeps what was pointed out, with the empty form; `result` is the id."""
    if not mapping.name.strip():
        raise Refused(
            "还没写表名", "请写一个好认的名字，例：党员花名册", field="name", code="QL-FM-014"
        )
    same = book.find(FormMap, name=mapping.name)
    if same is not None and same["id"] != row_id:
        raise Refused(
            f"已经有一张表叫〔{mapping.name}〕", "请换个名字", field="name", code="QL-FM-015"
        )
    draft: dict[str, Any] = {
        "name": mapping.name,
        "asked_by": mapping.asked_by,
        "id_writing": filling.id_writing(book, mapping),
        "content": to_text(mapping),
    }
    if blank is not None:
        draft["blank"] = json.dumps([book.files.add(blank)])
    with book.change(f"记住表格：{mapping.name}") as change:
        if row_id:
            change.result = change.put_row(FormMap.table, row_id, draft)
        else:
            change.result = change.add(FormMap, draft)
    return change.changes


def fill(
    book: Book,
    looked: Looked,
    out: Path,
    *,
    accept: bool = False,
    reason: str = "",
    keep: bool = True,
) -> Changes:
    """Writes the filled form and remembers it and its numbers; `result` is a Filled.

    Refused, with nothing written, where a number differs from one handed up by the same
    definition, unless `accept`; then `reason` is kept beside the new number.
    """
    if out.suffix.lower() != looked.form.suffix:
        raise Refused(
            f"这张表是 {looked.form.suffix} 表格，不能写成〔{out.suffix or out.name}〕文件",
            f"请把文件名写成 {looked.form.suffix}",
            code="QL-FM-027",
        )
    prepared = prepare(book, looked.form, looked.mapping)
    if prepared.differences and not accept:
        first = prepared.differences[0]
        raise Refused(
            first.said.split("（看名单）")[0], "请核对名单；确定要用新数就写明原因再填一次",
            code="QL-FM-016",
            problems=tuple(
                Problem(f"{how}：{name}", "请核对这一条")
                for each in prepared.differences
                for how, name in each.lines
            ),
        )  # fmt: skip
    if not book.writable:
        raise Refused(
            "数据文件夹是只读的，记不下这次填表，没有填",
            "请在能写的数据文件夹里做",
            code="QL-FM-017",
        )
    content = looked.form.filled(prepared.filling)
    mapping = looked.mapping
    with book.change(f"填表：{mapping.name}") as change:
        if keep:
            row_id = looked.known.row_id if looked.known else ""
            row_id = str(remember(book, mapping, looked.data, row_id).result)
            times = ledger.there(book, FormMap.table, row_id)["times"] or 0
            told = {"filled_on": clock.today().isoformat(), "times": times + 1}
            change.put_row(FormMap.table, row_id, told)
        for number in prepared.numbers:
            change.add(ReportedNumber, _reported(book, prepared, number, reason))
        if prepared.revealed:
            change.put(_note(book, prepared, out))
        write_whole(out, content)  # a file that cannot be written takes all of it back
        change.result = Filled(out, len(prepared.rows), prepared.notes)
    return change.changes


def _reported(book: Book, prepared: Prepared, number: filling.Number, reason: str) -> Row:
    counted = number.counted
    differs = any(d.now.meaning == counted.meaning for d in prepared.differences)
    paper = numbers.keep_rows(book, counted, number.where, number.sum_of)
    return {
        "reported_on": clock.today().isoformat(),
        "to_whom": prepared.mapping.asked_by or UNSAID,
        "what": counted.what,
        "definition": counted.definition,
        "value": counted.value,
        "unit": counted.unit,
        "rows": len(counted.rows),
        "reason": reason if differs else None,
        "origin": BY_FORM,
        "meaning": counted.meaning,
        "evidence": json.dumps([paper]),
    }


def _note(book: Book, prepared: Prepared, out: Path) -> RevealedExport:
    """Who took numbers of persons out unmasked, and in which form."""
    labels = "、".join(prepared.revealed)
    return RevealedExport(
        table_name=prepared.mapping.source,
        what=f"{prepared.mapping.name}（{labels}）"[:400],
        row_count=len(prepared.rows),
        file_name=out.name[:200],
        who=book.operator.name,
        exported_at=clock.now(),
    )


def save_number(book: Book, row_id: str | None, draft: Mapping[str, Any]) -> Changes:
    """A number noted by hand; one that stands on a list keeps what it was."""
    before = ledger.there(book, ReportedNumber.table, row_id) if row_id else {}
    if before.get("evidence") and {"value", "definition", "reported_on"} & set(draft):
        raise Refused(
            "这个数是填表时自动记下的，不能改", "报错了就再填一次表，或另外登记一个数",
            code="QL-FM-018",
        )  # fmt: skip
    given = dict(draft)
    if not row_id and not given.get("reported_on"):
        given["reported_on"] = clock.today().isoformat()
    made = {**before, **given}
    if not before.get("evidence") and made.get("definition"):
        text = "".join(str(made["definition"]).split())
        given["meaning"] = numbers.meaning("", (), text)
        if not row_id and not made.get("reason"):
            _refuse_other_number(book, given)
    return ledger.save_row(book, ReportedNumber.table, row_id, given)


def _refuse_other_number(book: Book, given: Row) -> None:
    """The same definition with another number needs a reason."""
    before, value = numbers.last_reported(book, given["meaning"]), given.get("value")
    if before is None or value is None or before["value"] == value:
        return
    old, new = show_quantity(before["value"]), show_quantity(value)
    raise Refused(
        f"上次给{before['to_whom']}报的是 {old}，这次是 {new}",
        "核对一下；确定要报新数，就写上与上次不同的原因",
        field="reason",
        code="QL-FM-025",
    )


def mapping_named(book: Book, name: str) -> tuple[str, FormMapping]:
    """The remembered mapping of that name, with its id; Refused with the names there are."""
    row = book.find(FormMap, name=name)
    if row is None:
        names = "、".join(f"〔{r['name']}〕" for r in book.rows(Query(FormMap.table)))
        raise Refused(
            f"没有记住叫〔{name}〕的表",
            f"记住的有：{names}" if names else "请先在窗口里把表拖进来对一次列",
            code="QL-FM-019",
        )
    return row["id"], from_text(row["content"])


def fitted(book: Book, path: Path, mapping: FormMapping, row_id: str = "") -> Looked:
    """A file with a mapping that was named, as it fits the file."""
    form = open_form(path)
    sheet = proposing.sheet_named(form, mapping.sheet)
    known = knowing.fitted(book, row_id, mapping, sheet)
    return Looked(form, path.read_bytes(), known, known.mapping)


def free_name(path: Path, suffix: str) -> Path:
    """党员花名册_已填.xlsx beside the form, with a number where that is taken."""
    stem = path.stem.removesuffix("_已填")
    for number in range(1, 1000):
        mark = "" if number == 1 else str(number)
        found = path.with_name(f"{stem}_已填{mark}{suffix}")
        if not found.exists():
            return found
    raise Refused(f"〔{path.parent.name}〕里填好的表太多了", "请先把旧的移走", code="QL-FM-020")


def forget(book: Book, row_id: str) -> Changes:
    """The mapping to the recycle bin; the numbers handed up with it stay."""
    return ledger.drop_row(book, FormMap.table, row_id)


def read_map(path: Path) -> FormMapping:
    """A mapping somebody wrote into a file; Refused in words when it is none."""
    try:
        return from_text(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as trouble:
        raise Refused(
            f"看不懂对应关系文件〔{path.name}〕", "请用 qinglian forms --out 得到的文件",
            code="QL-FM-023",
        ) from trouble  # fmt: skip
