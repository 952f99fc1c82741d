"""Writing what helps the next executor: templates, typical questions, materials."""

from otklik.knowledge.actions.materials import save_material, waive_material
from otklik.knowledge.actions.templates import (
    confirm_template,
    publish_template,
    restore_template,
    save_template,
    withdraw_template,
)
from otklik.knowledge.actions.typical import drop_question, save_question
from otklik.knowledge.actions.using import rate_use, report_template, settle_report, use_template

__all__ = [
    "confirm_template",
    "drop_question",
    "publish_template",
    "rate_use",
    "report_template",
    "restore_template",
    "save_material",
    "save_question",
    "save_template",
    "settle_report",
    "use_template",
    "waive_material",
    "withdraw_template",
]
