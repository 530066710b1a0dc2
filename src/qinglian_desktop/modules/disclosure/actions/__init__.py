"""What can be done with the catalogue, the plan and the notices; reads for the page."""

from qinglian_desktop.modules.disclosure.actions.catalogue import (
    drop_item,
    load_catalog,
    review_items,
    save_item,
    switch_off,
    switch_on,
)
from qinglian_desktop.modules.disclosure.actions.comparing import changes_of, changes_of_base
from qinglian_desktop.modules.disclosure.actions.framing import document_of, privacy_findings
from qinglian_desktop.modules.disclosure.actions.overview import coverage
from qinglian_desktop.modules.disclosure.actions.planning import (
    enter_event,
    plan_year,
    skip_planned,
    unplanned,
)
from qinglian_desktop.modules.disclosure.actions.posting import (
    correct,
    post,
    print_notice,
    reprint_document,
    take_down,
)
from qinglian_desktop.modules.disclosure.actions.review import approve, send_back, send_to_review
from qinglian_desktop.modules.disclosure.actions.writing import (
    bring_back_notice,
    compose_general,
    compose_line,
    drop_notice,
    put_draft,
    recompose,
    save_notice,
    why_notice_stays,
    why_posting_stays,
)
from qinglian_desktop.modules.disclosure.actions.yearly import (
    answer,
    ask_opinions,
    decide,
    draft_year,
    examine,
    file_with,
    hear,
    next_year,
    publish,
    save_plan,
    suggested_until,
    why_plan_stays,
)
from qinglian_desktop.modules.disclosure.actions.yearly_papers import (
    catalogue_paper,
    matrix_paper,
    plan_paper,
)
from qinglian_desktop.modules.disclosure.matrix import Cell, CoverageRow
from qinglian_desktop.modules.disclosure.reads import (
    is_open,
    issuer_of,
    item_of,
    items_of,
    plan_of,
    stay_of,
)

__all__ = [
    "Cell",
    "CoverageRow",
    "answer",
    "approve",
    "ask_opinions",
    "bring_back_notice",
    "catalogue_paper",
    "changes_of",
    "changes_of_base",
    "compose_general",
    "compose_line",
    "correct",
    "coverage",
    "decide",
    "document_of",
    "draft_year",
    "drop_item",
    "drop_notice",
    "enter_event",
    "examine",
    "file_with",
    "hear",
    "is_open",
    "issuer_of",
    "item_of",
    "items_of",
    "load_catalog",
    "matrix_paper",
    "next_year",
    "plan_of",
    "plan_paper",
    "plan_year",
    "post",
    "print_notice",
    "privacy_findings",
    "publish",
    "put_draft",
    "recompose",
    "reprint_document",
    "review_items",
    "save_item",
    "save_notice",
    "save_plan",
    "send_back",
    "send_to_review",
    "skip_planned",
    "stay_of",
    "suggested_until",
    "switch_off",
    "switch_on",
    "take_down",
    "unplanned",
    "why_notice_stays",
    "why_plan_stays",
    "why_posting_stays",
]
