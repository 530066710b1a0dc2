"""Which cells cannot be typed into, and why? The words come when one tries."""

from collections.abc import Mapping, Sequence
from typing import Any

from qinglian_desktop.core.module import Command, Reader
from qinglian_desktop.core.record import Level, Owner, Record
from qinglian_desktop.ui.model import OWNER, STATE_FIELDS


def locked_columns(
    record: type[Record], names: Sequence[str], commands: Sequence[Command]
) -> dict[str, str]:
    """Columns that take nothing typed or pasted, each with the reason."""
    found: dict[str, str] = {}
    for name in names:
        if name == OWNER:
            found[name] = "这一列写的是哪个单位登记的，不能改。"
            continue
        field = record.fields[name]
        if field.kind.name == "files":
            found[name] = f"〔{field.label}〕请打开这条记录，用“添加附件”选文件。"
        elif field.level >= Level.SEALED:
            found[name] = f"〔{field.label}〕是限制内容，这里不能改。"
        elif name in STATE_FIELDS and commands:
            steps = "、".join(f"“{command.label}”" for command in commands[:3])
            found[name] = f"〔{field.label}〕跟着步骤走，请打开这条记录，用{steps}这样的按钮。"
    return found


def locked_row(reader: Reader, record: type[Record], row: Mapping[str, Any]) -> str:
    """Why nothing of this row can be changed here; "" when it can. An empty row is a new one."""
    unit = getattr(reader, "unit", None)
    if unit is None:
        return ""
    if row and row.get("owner") != unit.office_id:
        return f"这条{record.label}是别的单位登记的，本单位只能看。要改请让登记的单位改好再报送。"
    if record.owner is Owner.STREET and not unit.is_street:
        return f"{record.label}由街道登记，需要改动请报街道。"
    if record.owner is Owner.COMMUNITY and unit.is_street:
        return f"{record.label}由村居登记，请在村居的程序里登记后报送。"
    return ""
