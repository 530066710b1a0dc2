"""What can be done with audits, findings, reports, and the papers of whoever leaves."""

from qinglian_desktop.modules.audits.actions.auditing import (
    drop_audit,
    drop_finding,
    publish,
    publish_rectified,
    save_audit,
    save_finding,
    why_stays,
)
from qinglian_desktop.modules.audits.actions.papering import (
    audit_paper,
    report_paper,
    save_report_as_word,
)
from qinglian_desktop.modules.audits.actions.reporting import compose, save_report

__all__ = [
    "audit_paper",
    "compose",
    "drop_audit",
    "drop_finding",
    "publish",
    "publish_rectified",
    "report_paper",
    "save_audit",
    "save_finding",
    "save_report",
    "save_report_as_word",
    "why_stays",
]
