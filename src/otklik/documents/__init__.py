"""Rendering: data in, bytes out. Letters, forms, questionnaires, tables, QR codes, charts.

Pure: no framework, no database, no clock. Whoever wants a date in a file's metadata gives it.
"""

from otklik.documents.calendar_feed import CalendarEntry, calendar_feed
from otklik.documents.card import Card, CardSection, CardTable, card_pdf
from otklik.documents.card_office import card_docx
from otklik.documents.chart import Chart, bar_chart, column_chart, line_chart
from otklik.documents.cleaning import DocumentError, clean, unprintable
from otklik.documents.detached import Seal, read_detached
from otklik.documents.letter import (
    Answer,
    ExecutorMark,
    Letter,
    Letterhead,
    SatisfactionMark,
)
from otklik.documents.letter_docx import letter_docx
from otklik.documents.letter_pdf import letter_pages, letter_pdf
from otklik.documents.letter_pictures import letter_pictures
from otklik.documents.mailing import (
    Enclosure,
    Mailing,
    mailings_pdf,
)
from otklik.documents.posting import (
    MailItem,
    MailList,
    PostedLetter,
    joined_pdf,
    mail_list_pdf,
    pdf_pages,
    posted_letter_pdf,
)
from otklik.documents.qr import qr_png, qr_svg
from otklik.documents.questionnaire import PaperBlock, PaperForm, PaperQuestion, questionnaire_pdf
from otklik.documents.table import table_csv
from otklik.documents.table_office import table_xlsx
from otklik.documents.table_reading import read_table
from otklik.documents.unit_form import UnitForm, UnitFormRow, unit_form_pdf
from otklik.documents.unit_form_office import unit_form_docx, unit_form_xlsx

__all__ = [
    "Answer",
    "CalendarEntry",
    "Card",
    "CardSection",
    "CardTable",
    "Chart",
    "DocumentError",
    "Enclosure",
    "ExecutorMark",
    "Letter",
    "Letterhead",
    "MailItem",
    "MailList",
    "Mailing",
    "PaperBlock",
    "PaperForm",
    "PaperQuestion",
    "PostedLetter",
    "SatisfactionMark",
    "Seal",
    "UnitForm",
    "UnitFormRow",
    "bar_chart",
    "calendar_feed",
    "card_docx",
    "card_pdf",
    "clean",
    "column_chart",
    "joined_pdf",
    "letter_docx",
    "letter_pages",
    "letter_pdf",
    "letter_pictures",
    "line_chart",
    "mail_list_pdf",
    "mailings_pdf",
    "pdf_pages",
    "posted_letter_pdf",
    "qr_png",
    "qr_svg",
    "questionnaire_pdf",
    "read_detached",
    "read_table",
    "table_csv",
    "table_xlsx",
    "unit_form_docx",
    "unit_form_pdf",
    "unit_form_xlsx",
    "unprintable",
]
