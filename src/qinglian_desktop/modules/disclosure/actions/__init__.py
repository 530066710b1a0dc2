"""What can be done with the catalogue, the plan and the notices; reads for the page."""

from qinglian_desktop.modules.disclosure.actions.drafting import (
    draft,
    facts_of,
    fill,
    kind_named,
    kinds_there,
    person_facts,
    why_not_ready,
)
from qinglian_desktop.modules.disclosure.actions.framing import (
    covers,
    document_of,
    hard_words,
    privacy_findings,
)
from qinglian_desktop.modules.disclosure.actions.overview import Cell, CoverageRow, coverage
from qinglian_desktop.modules.disclosure.actions.planning import (
    load_catalog,
    plan_year,
    review_items,
    save_item,
    skip_planned,
    switch_off,
    switch_on,
)
from qinglian_desktop.modules.disclosure.actions.posting import (
    correct,
    post,
    print_notice,
    reprint_document,
    take_down,
)
from qinglian_desktop.modules.disclosure.actions.public import (
    NEVER,
    hide,
    let_pass,
    let_through,
    unhide,
)
from qinglian_desktop.modules.disclosure.actions.review import approve, send_back, send_to_review
from qinglian_desktop.modules.disclosure.actions.sharing import share
from qinglian_desktop.modules.disclosure.actions.writing import (
    bring_back_notice,
    compose_general,
    drop_notice,
    put_draft,
    recompose,
    save_notice,
    why_notice_stays,
    why_posting_stays,
)
from qinglian_desktop.modules.disclosure.reads import asked_reviewer, issuer_of, item_of, stay_of

__all__ = [
    "NEVER",
    "Cell",
    "CoverageRow",
    "approve",
    "asked_reviewer",
    "bring_back_notice",
    "compose_general",
    "correct",
    "coverage",
    "covers",
    "document_of",
    "draft",
    "drop_notice",
    "facts_of",
    "fill",
    "hard_words",
    "hide",
    "issuer_of",
    "item_of",
    "kind_named",
    "kinds_there",
    "let_pass",
    "let_through",
    "load_catalog",
    "person_facts",
    "plan_year",
    "post",
    "print_notice",
    "privacy_findings",
    "put_draft",
    "recompose",
    "reprint_document",
    "review_items",
    "save_item",
    "save_notice",
    "send_back",
    "send_to_review",
    "share",
    "skip_planned",
    "stay_of",
    "switch_off",
    "switch_on",
    "take_down",
    "unhide",
    "why_not_ready",
    "why_notice_stays",
    "why_posting_stays",
]
