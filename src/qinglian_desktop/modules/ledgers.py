"""Which subjects are ledgers and no more: rows, what is due of them, sheets that come in?"""

from functools import partial

from qinglian_desktop.core.module import Command, Module
from qinglian_desktop.core.record import Record
from qinglian_desktop.modules.calling import due_where, later
from qinglian_desktop.modules.customs import records as customs
from qinglian_desktop.modules.education import records as education
from qinglian_desktop.modules.grassroots import records as grassroots
from qinglian_desktop.modules.inspecting import INSPECTION
from qinglian_desktop.modules.oversight import cadre_records as cadres
from qinglian_desktop.modules.oversight import records as oversight
from qinglian_desktop.modules.party import records as party
from qinglian_desktop.modules.party.steps import commands as party_commands
from qinglian_desktop.modules.survey import records as survey


def _subject(
    name: str,
    label: str,
    tab: str,
    records: tuple[type[Record], ...],
    commands: tuple[Command, ...] = (),
) -> Module:
    return Module(
        name=name,
        label=label,
        tab=tab,
        records=records,
        commands=commands,
        due=due_where(name, "due", *(record.table for record in records)),
        sheets=tuple(record for record in records if not _hangs_on_another(record)),
        roles=("unit",),
    )


def _hangs_on_another(record: type[Record]) -> bool:
    """Its row names the one it is part of, which no sheet can say."""
    return any(field.link and field.required for field in record.fields.values())


LEDGERS: tuple[Module, ...] = (
    _subject("party", "党建网格", "party", party.RECORDS, party_commands(partial(later, "party"))),
    _subject(
        "grassroots",
        "整顿下沉",
        "party",
        grassroots.RECORDS,
        (Command("列出情形", later("grassroots", "list_points"), "party_check"),),
    ),
    _subject("oversight", "监督", "oversight", (*oversight.RECORDS, cadres.IntegrityNote)),
    _subject("education", "教育文化", "oversight", education.RECORDS),
    _subject("survey", "满意度测评", "oversight", survey.RECORDS),
    _subject("customs", "移风易俗", "customs", customs.RECORDS),
    INSPECTION,
)
