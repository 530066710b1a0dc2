"""What the exchange itself writes down: enrolled units, bundles sent and received, receipts."""

from datetime import date

from qinglian_desktop.core.kinds import (
    CHOICE,
    COUNT,
    DAY,
    FILES,
    FLAG,
    LONG,
    MOMENT,
    NAME,
    PHONE,
)
from qinglian_desktop.core.record import Board, Level, Owner, Record, fact


class EnrolledUnit(
    Record,
    table="enrolled_unit",
    label="单位",
    owner=Owner.STREET,
    key=("code",),
    named_by=("name",),
):
    office_id: str = fact("单位标识")
    code: str = fact("编码", board=Board.FULL, example="500110007001")
    name: str = fact("名称", board=Board.FULL)
    kind: str = fact("类型", CHOICE, board=Board.FULL, choices=("社区", "村"))
    contact: str | None = fact("联系人", NAME, default=None)
    phone: str | None = fact("联系电话", PHONE, level=Level.PERSON, default=None)
    state: str = fact(
        "状态", CHOICE, choices=("已发单位文件", "已登记", "已停用"), default="已发单位文件"
    )
    public_keys: str | None = fact("公钥", LONG, default=None)  # canonical JSON
    stream_id: str | None = fact("数据流", default=None)
    fingerprint: str | None = fact("指纹", default=None)
    enrolled_on: date | None = fact("登记日期", DAY, default=None)


class SentBundle(
    Record, table="sent_bundle", label="已写出的包", owner=Owner.LOCAL, key=("number",)
):
    number: int = fact("包号", COUNT)
    bundle_id: str = fact("包标识")
    file_name: str = fact("文件名")
    to_office: str = fact("收件单位")
    stream_id: str = fact("数据流")
    base_seq: int = fact("从第几条", COUNT)
    high_seq: int = fact("到第几条", COUNT)
    full: bool = fact("整包", FLAG)
    row_count: int = fact("内容条数", COUNT)
    size: int = fact("大小（字节）", COUNT)
    bundle_hash: str = fact("指纹")
    written_at: str = fact("写入时间", MOMENT)
    kind: str = fact("是什么", default="up")  # as in the header
    note: str | None = fact("附言", LONG, default=None)
    volumes: int | None = fact("共几卷", COUNT, default=None)
    photos_left: int | None = fact("还没写出的照片", COUNT, default=None)


class ReceivedBundle(
    Record,
    table="received_bundle",
    label="收到的包",
    owner=Owner.LOCAL,
    key=("from_name", "number"),
    named_by=("from_name", "number"),
):
    bundle_id: str = fact("包标识")
    from_office: str = fact("来自（标识）")
    from_name: str = fact("来自")
    number: int = fact("包号", COUNT)
    stream_id: str = fact("数据流")
    base_seq: int = fact("从第几条", COUNT)
    high_seq: int = fact("到第几条", COUNT)
    full: bool = fact("整包", FLAG)
    bundle_hash: str = fact("指纹")
    prev_hash: str | None = fact("上一包指纹", default=None)
    new_count: int = fact("新增", COUNT)
    changed_count: int = fact("修改", COUNT)
    same_count: int = fact("没有变化", COUNT)
    refused_count: int = fact("退回", COUNT)
    note: str | None = fact("说明", LONG, default=None)
    trail_head: str | None = fact("留痕末端", default=None)
    epoch: int | None = fact("第几次还原以后", COUNT, default=None)
    signer: str | None = fact("哪台电脑", default=None)  # key id; None: the office's first one
    returned: str | None = fact("退回说明", LONG, default=None)
    unknown_tables: str | None = fact(
        "看不懂的表", LONG, default=None
    )  # names, with blanks between
    needs_full: bool = fact("要整包", FLAG, default=False)
    mismatch: str | None = fact("条数对不上的表", default=None)
    rewritten: str | None = fact("留痕对不上", default=None)
    received_at: str = fact("合并时间", MOMENT)
    kept_before: tuple[str, ...] | None = fact("合并前的内容", FILES, default=None)
    taken_back_at: str | None = fact("撤销合并的时间", MOMENT, default=None)


class Receipt(Record, table="receipt", label="回执", owner=Owner.LOCAL, key=("number",)):
    number: int = fact("回复的包号", COUNT)
    bundle_id: str = fact("回复的包标识")
    from_office: str = fact("发出单位")
    stream_id: str = fact("数据流")
    street_stream: str = fact("街道数据流")
    acked_seq: int = fact("已确认到第几条", COUNT)
    accepted: int = fact("收下", COUNT)
    returned: int = fact("退回", COUNT)
    details: str | None = fact("退回说明", LONG, default=None)
    missing: str | None = fact("缺哪些包", default=None)
    unmatched: str | None = fact("街道对不上的", LONG, default=None)
    unmatched_count: int | None = fact("街道对不上几条", COUNT, default=None)
    files_wanted: str | None = fact("街道还缺的照片", LONG, default=None)  # a JSON list of ids
    files_missing: int | None = fact("街道还缺几张照片", COUNT, default=None)  # None: not told
    unknown_tables: str | None = fact("街道看不懂的表", LONG, default=None)  # names, blanks between
    needs_full: bool = fact("要整包", FLAG, default=False)
    anchor_seq: int | None = fact("街道会签到第几条留痕", COUNT, default=None)
    anchor_head: str | None = fact("会签的留痕末端", default=None)
    anchor_sign: str | None = fact("街道的会签", default=None)
    received_at: str = fact("读取时间", MOMENT)


class UnmatchedRow(
    Record,
    table="unmatched_row",
    label="和单位对不上的",
    owner=Owner.LOCAL,
    key=("from_office", "table_name", "row_id"),
    named_by=("what",),
):
    from_office: str = fact("单位标识")
    table_name: str = fact("表")
    row_id: str = fact("记录")
    what: str = fact("是哪一条")
    content: str | None = fact("单位现在的内容", default=None)  # file id; None: it has none
    unit_hash: str | None = fact("单位现在的指纹", default=None)
    state: str = fact("状态", CHOICE, choices=("待定", "以单位为准", "已删的"), default="待定")
    how: str | None = fact("怎么对不上", default=None)  # empty: told by `content`
    found_at: str = fact("发现时间", MOMENT)


class WaitingLink(
    Record,
    table="waiting_link",
    label="等待上游数据",
    owner=Owner.LOCAL,
    key=("table_name", "row_id", "field_name"),
    named_by=("what",),
):
    """A row that came names a row that has not come yet; looked for again at every merge."""

    from_office: str = fact("单位标识")
    table_name: str = fact("表")
    row_id: str = fact("记录")
    field_name: str = fact("字段")
    what: str = fact("是哪一条", veiled=True)
    waits_table: str = fact("等的表")
    waits_for: str = fact("等的记录")
    bundle_id: str = fact("包标识")
    since: str = fact("从什么时候", MOMENT)


class QuarantinedFile(
    Record,
    table="quarantined_file",
    label="隔离的包",
    owner=Owner.LOCAL,
    key=("file_name", "found_at"),
    named_by=("file_name",),
):
    """A file that was refused and kept aside, as it came, until somebody has looked into it."""

    file_name: str = fact("文件名")
    from_name: str | None = fact("来自", default=None)
    sha256: str = fact("指纹")
    size: int = fact("大小（字节）", COUNT)
    code: str = fact("编号")
    what: str = fact("发生了什么", LONG)
    remedy: str | None = fact("怎么办", LONG, default=None)
    found_at: str = fact("隔离时间", MOMENT)
    state: str = fact("状态", CHOICE, choices=("待查", "已处理"), default="待查")
    answer: str | None = fact("处理说明", LONG, default=None)


class RevealedExport(
    Record,
    table="revealed_export",
    label="不遮的导出",
    owner=Owner.LOCAL,
    key=("table_name", "exported_at"),
    named_by=("what", "exported_at"),
):
    table_name: str = fact("表")
    what: str = fact("导出了什么")
    row_count: int = fact("条数", COUNT)
    file_name: str = fact("文件名")
    who: str = fact("经办")
    exported_at: str = fact("导出时间", MOMENT)
    why: str | None = fact("为什么不遮", LONG, default=None)


class ExportNote(
    Record,
    table="export_note",
    label="导出记录",
    owner=Owner.LOCAL,
    key=("what", "exported_at"),
):
    """A sheet that left this computer, with personal values masked."""

    what: str = fact("导出了什么")
    row_count: int = fact("条数", COUNT)
    file_name: str = fact("文件名")
    who: str = fact("经办")
    exported_at: str = fact("导出时间", MOMENT)


class RevealedRow(
    Record,
    table="revealed_row",
    label="查看记录",
    owner=Owner.LOCAL,
    key=("of_table", "of_row", "shown_at"),
    named_by=("what", "shown_at"),
):
    """Personal values of one row were shown on the screen; it does not say what they are."""

    of_table: str = fact("表")
    of_row: str = fact("记录")
    what: str = fact("是哪一类")
    shown: str = fact("看了什么")
    who: str = fact("谁看的")
    shown_at: str = fact("时间", MOMENT)
    why: str | None = fact("缘由", LONG, default=None)


class RulePack(
    Record,
    table="rule_pack",
    label="规则包",
    owner=Owner.LOCAL,
    key=("name", "version"),
    named_by=("title", "version"),
):
    """A pack that came after the program did; its text is kept whole and holds by its own dates."""

    name: str = fact("管哪一类")
    version: str = fact("版本")
    title: str = fact("名称")
    from_on: date = fact("生效日期", DAY, ahead=True)
    until_on: date | None = fact("失效日期", DAY, default=None, ahead=True)
    unit_kind: str | None = fact("适用", default=None)  # village, community; empty serves both
    source: str = fact("依据", LONG)
    came_from: str = fact("来自")
    content: str = fact("全文")  # file id: a catalogue is longer than a cell may be
    taken_at: str = fact("采用时间", MOMENT)
    taken_by: str | None = fact("经办", default=None)


class DownTaken(
    Record,
    table="down_taken",
    label="单位收到的下发包",
    owner=Owner.LOCAL,
    key=("from_office",),
):
    """At the street: how far a unit has taken in what was sent down, as its own bundle says."""

    from_office: str = fact("单位标识")
    from_stream: str = fact("单位数据流")
    from_number: int = fact("哪一包说的", COUNT)
    street_stream: str | None = fact("街道数据流", default=None)
    seq: int = fact("到第几条", COUNT)
    number: int = fact("最后一包", COUNT)
    roster: int = fact("名册版本", COUNT, default=0)
    told_at: str = fact("得知时间", MOMENT)


class OfferedPack(
    Record,
    table="offered_pack",
    label="街道送来的规则",
    owner=Owner.LOCAL,
    key=("name", "version"),
    named_by=("title", "version"),
):
    """At a unit: a rule pack that came with a bundle and waits until somebody has looked."""

    name: str = fact("管哪一类")
    version: str = fact("版本")
    title: str = fact("名称")
    content: str = fact("全文")  # file id
    came_from: str = fact("来自")
    came_on: date = fact("送到日期", DAY)
    state: str = fact("状态", CHOICE, choices=("待看", "已采用", "不采用"), default="待看")


class MergeConflict(
    Record,
    table="merge_conflict",
    label="两边都改过",
    owner=Owner.EITHER,
    key=("table_name", "row_id", "field_name"),
):
    table_name: str = fact("表")
    row_id: str = fact("记录")
    field_name: str = fact("字段")
    kept: str | None = fact("现在用的", LONG, default=None)
    lost: str | None = fact("另一个", LONG, default=None)
    lost_stream: str = fact("另一个来自")
    lost_number: int | None = fact("另一个是第几版", COUNT, default=None)
    lost_by: str | None = fact("另一个是谁填的", default=None)
    lost_at: str | None = fact("另一个什么时候填的", default=None)
    state: str = fact("状态", CHOICE, choices=("待看", "已看"), default="待看")


class Computer(
    Record,
    table="computer",
    label="电脑",
    owner=Owner.COMMUNITY,
    key=("number",),
    named_by=("name",),
    whole=True,
):
    number: int = fact("第几台", COUNT)
    name: str = fact("叫什么", example="2号电脑")
    key_id: str | None = fact("签名钥匙", default=None)  # None until it has begun to work
    proof: str | None = fact("谁准许的", LONG, default=None)  # canonical JSON
    state: str = fact("状态", CHOICE, choices=("等它开机", "在用", "已停用"), default="等它开机")
    added_on: date = fact("加入日期", DAY)
    stopped_on: date | None = fact("停用日期", DAY, default=None)
    last_stream: str | None = fact("停用时的数据流", default=None)
    last_seq: int | None = fact("停用时到第几条", COUNT, default=None)


class StoppedComputer(
    Record,
    table="stopped_computer",
    label="停用的电脑",
    owner=Owner.STREET,
    key=("office_id", "key_id"),
    named_by=("office_name", "stopped_on"),
):
    office_id: str = fact("单位标识")
    office_name: str = fact("单位")
    key_id: str = fact("签名钥匙")
    last_stream: str | None = fact("停用时的数据流", default=None)
    last_seq: int | None = fact("停用时到第几条", COUNT, default=None)
    reason: str = fact("为什么停用", LONG)
    stopped_on: date = fact("停用日期", DAY)
