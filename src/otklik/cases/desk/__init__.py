"""Pages of the room; its addresses."""

from django.urls import URLPattern, path

from otklik.cases.desk import asking, clock, co_executing, control, dividing, routes
from otklik.cases.desk.assign import assign
from otklik.cases.desk.case import case_page, open_file
from otklik.cases.desk.classifier import classifier, import_classifier
from otklik.cases.desk.finding_topics import find_topics
from otklik.cases.desk.leaving import choose_ground, decide, forward, proposals, propose
from otklik.cases.desk.overview import case_list
from otklik.cases.desk.register import dismiss, register
from otklik.cases.desk.segments import choose_segment
from otklik.cases.desk.terms_page import term_table

urlpatterns: list[URLPattern] = [
    path("cases/", case_list, name="cases"),
    path("terms/", term_table, name="term-table"),
    path("topics/", find_topics, name="find-topics"),
    path("classifier/", classifier, name="classifier"),
    path("classifier/import", import_classifier, name="import-classifier"),
    path("cases/<int:pk>/", case_page, name="case"),
    path("cases/<int:pk>/files/<int:file>", open_file, name="case-file"),
    path("cases/<int:pk>/register", register, name="register"),
    path("cases/<int:pk>/dismiss", dismiss, name="dismiss"),
    path("cases/<int:pk>/segment", choose_segment, name="client-segment"),
    path("cases/<int:pk>/assign", assign, name="assign"),
    path("assignment-routes/", routes.routes, name="routes"),
    path("assignment-routes/<int:pk>/drop", routes.drop_route, name="drop-route"),
    path("cases/<int:pk>/co-executors", co_executing.add_co_executor, name="add-co-executor"),
    path("cases/<int:pk>/parts/<int:number>", co_executing.report_part, name="report-part"),
    path("cases/<int:pk>/parts/<int:number>/accept", co_executing.accept_part, name="accept-part"),
    path("cases/<int:pk>/parts/<int:number>/return", co_executing.return_part, name="return-part"),
    path("cases/<int:pk>/parts/<int:number>/end", co_executing.end_part, name="end-part"),
    path("cases/<int:pk>/parts/<int:number>/leave", co_executing.leave_part, name="leave-part"),
    path("cases/<int:pk>/interest", co_executing.declare_interest, name="declare-interest"),
    path("cases/<int:pk>/control", control.put_on_control, name="put-on-control"),
    path("cases/<int:pk>/control/off", control.take_off_control, name="take-off-control"),
    path("cases/<int:pk>/measures", control.record_measures, name="record-measure"),
    path("cases/<int:pk>/forward", forward, name="forward"),
    path("cases/<int:pk>/no-reply", choose_ground, name="propose-no-reply"),
    path("cases/<int:pk>/no-reply/decision", decide, name="decide-no-reply"),
    path("cases/<int:pk>/no-reply/<slug:ground>", propose, name="propose-no-reply-ground"),
    path("proposals/", proposals, name="proposals"),
    path("cases/<int:pk>/extend", clock.propose_extension, name="propose-extension"),
    path("cases/<int:pk>/extension", clock.approve_extension, name="decide-extension"),
    path("cases/<int:pk>/extension/return", clock.reject_extension, name="reject-extension"),
    path("cases/<int:pk>/internal-term", clock.set_internal_due, name="set-internal-due"),
    path("cases/<int:pk>/promise", clock.keep_promise, name="keep-promise"),
    path("cases/<int:pk>/questions", dividing.divide, name="divide-questions"),
    path("cases/<int:pk>/correct", clock.correct, name="correct"),
    path("cases/<int:pk>/clarify", asking.clarify, name="clarify"),
    path("cases/<int:pk>/invite", asking.invite, name="invite"),
    path("cases/<int:pk>/clarified/<int:number>", asking.answer, name="note-clarified"),
    path("cases/<int:pk>/interim", asking.write_interim, name="write-interim"),
    path("cases/<int:pk>/interim/<int:number>", asking.note_materials, name="note-materials"),
    path("cases/<int:pk>/withdraw", asking.withdraw, name="withdraw"),
]
