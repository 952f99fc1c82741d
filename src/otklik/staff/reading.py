"""Why a published calendar is not taken, in the words of the pages."""

from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from otklik.worktime import PublishedError

SAID = (
    _("the file is too long for a calendar of one year"),
    _("the calendar file is empty"),
    _("the file is not text: neither CSV nor XML"),
    _("%(day)s is named twice"),
    _("a gap: the public holiday %(day)s is not a day off"),
    _("the file is for the year %(given)s, not %(year)s"),
    _("the calendar file declares a document type, which is not accepted"),
    _("the calendar file is not well-formed XML: %(error)s"),
    _("the XML file begins with <%(tag)s>, not with <calendar>"),
    _("the file does not say its year: «%(given)s»"),
    _("%(day)s has the type «%(kind)s»; known are 1, 2 and 3"),
    _("«%(text)s» is not a day of %(year)s in the form MM.DD"),
    _("the CSV file has no row for the year %(year)s"),
    _("the CSV file has %(count)s rows for the year %(year)s"),
    _("a gap: «%(month)s» of %(year)s is empty"),
    _("the CSV file is damaged: %(error)s"),
    _("the CSV file has no column «%(month)s»"),
    _("«%(text)s» is not a day of month %(month)s of %(year)s"),
    _("the year %(year)s lies outside the calendar %(first)s-%(last)s"),
    _("a gap: the file is for %(year)s, but %(missing)s before it is not decreed yet"),
    _("the year %(year)s is over: its days are facts"),
    _("the file describes several years and not %(year)s, which is decreed next: name the year"),
)
"""Every sentence with which `worktime.published` and `staff.edits` refuse a file."""


def in_words(error: PublishedError) -> str:
    """Return the refusal in the language of the page, dates as people write them."""
    values = {
        name: f"{value:%d.%m.%Y}" if isinstance(value, date) else value
        for name, value in error.values.items()
    }
    said = gettext(error.template)
    return said % values if values else said
