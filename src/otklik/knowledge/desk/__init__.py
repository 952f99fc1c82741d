"""Pages of the room; its addresses."""

from django.urls import URLPattern, path

from otklik.knowledge.desk.materials import edit_material, materials, waive_material
from otklik.knowledge.desk.order import order
from otklik.knowledge.desk.template_acts import (
    move_template,
    report_template,
    restore_template,
    settle_report,
)
from otklik.knowledge.desk.templates import answers, edit_template, history, template, templates
from otklik.knowledge.desk.typical import drop_question, edit_question, typical_questions

urlpatterns: list[URLPattern] = [
    path("templates/", templates, name="templates"),
    path("templates/answers", answers, name="answers"),
    path("templates/new", edit_template, name="new-template"),
    path("templates/<int:pk>/", template, name="template"),
    path("templates/<int:pk>/edit", edit_template, name="edit-template"),
    path("templates/<int:pk>/history", history, name="template-history"),
    path("templates/<int:pk>/report", report_template, name="report-template"),
    path("templates/<int:pk>/reports/<int:number>", settle_report, name="settle-report"),
    path(
        "templates/<int:pk>/versions/<int:number>/restore",
        restore_template,
        name="restore-template",
    ),
    path("templates/<int:pk>/<slug:act>", move_template, name="move-template"),
    path("typical/", typical_questions, name="typical-questions"),
    path("typical/new", edit_question, name="new-typical-question"),
    path("typical/<int:pk>/", edit_question, name="typical-question"),
    path("typical/<int:pk>/drop", drop_question, name="drop-typical-question"),
    path("order/", order, name="order"),
    path("materials/", materials, name="materials"),
    path("materials/new", edit_material, name="new-material"),
    path("materials/not-needed", waive_material, name="waive-material"),
    path("materials/<int:pk>/", edit_material, name="material"),
]
