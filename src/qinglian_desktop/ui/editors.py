"""Which editor serves which field?"""

from PySide6.QtWidgets import QWidget

from qinglian_desktop.core.module import Reader
from qinglian_desktop.core.record import Field
from qinglian_desktop.ui.choice_editors import AS_BUTTONS, ButtonsEditor, FlagEditor, ListEditor
from qinglian_desktop.ui.editor import FieldEditor
from qinglian_desktop.ui.files_editor import FilesEditor, StoreFile
from qinglian_desktop.ui.line_editors import (
    DayEditor,
    IdNumberEditor,
    LineEditor,
    LongEditor,
    MoneyEditor,
)
from qinglian_desktop.ui.link_editor import LinkEditor, PersonNameEditor

_BY_KIND: dict[str, type[FieldEditor]] = {
    "text": LineEditor,
    "period": LineEditor,
    "long": LongEditor,
    "reason": LongEditor,
    "name": LineEditor,
    "id_number": IdNumberEditor,
    "phone": LineEditor,
    "day": DayEditor,
    "moment": LineEditor,
    "money": MoneyEditor,
    "count": LineEditor,
    "quantity": LineEditor,
    "flag": FlagEditor,
}


def editor_for(
    field: Field,
    *,
    reader: Reader | None = None,
    parent: QWidget | None = None,
    store_file: StoreFile | None = None,
) -> FieldEditor:
    """A new editor for this field.

    `reader` lets a link be picked by name; `store_file(path)` keeps a file and answers its id.
    """
    name = field.kind.name
    if name == "link":
        return LinkEditor(field, reader, parent)
    if name == "name" and field.suggests:
        return PersonNameEditor(field, reader, parent)
    if name == "files":
        return FilesEditor(field, store_file, parent)
    if name == "choice":
        if not field.choices:
            return LineEditor(field, parent)
        few = len(field.choices) <= AS_BUTTONS
        return (ButtonsEditor if few else ListEditor)(field, parent)
    return _BY_KIND[name](field, parent)
