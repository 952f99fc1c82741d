"""How long each kind of row is kept, and by what rule; a structural test refuses a model without one.

The figures are the ministry's to confirm: appeals 5 years after the last consideration with the mark
ЭПК, reception cards 3 years.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Retention:
    """A rule: years after the event named in `since`; None years means as long as the installation lives."""

    years: int | None
    since: str
    basis: str


_APPEAL = Retention(
    5, "the case is closed", "Rosarchiv order 236 of 20.12.2019, expert commission mark"
)
_CARD = Retention(3, "the visit or call", "Rosarchiv order 236 of 20.12.2019")
_REFERENCE = Retention(None, "", "reference data: what cases of any year point to")
_STAFF = Retention(None, "", "who acted must stay known as long as the acts do")
_SURVEY = Retention(
    5, "the day of the answer", "set by the ministry; no person can be found from an answer"
)

RULES: dict[str, Retention] = {
    "journal.Entry": Retention(None, "", "the chain of acts is never cut"),
    "staff.Body": _REFERENCE,
    "staff.Unit": _REFERENCE,
    "staff.Role": _REFERENCE,
    "staff.Employee": _STAFF,
    "staff.Appointment": _STAFF,
    "staff.Absence": _STAFF,
    "staff.Signatory": _STAFF,
    "staff.Setting": _REFERENCE,
    "staff.CalendarDay": _REFERENCE,
    "staff.DecreedYear": _REFERENCE,
    "staff.ClassifierVersion": _REFERENCE,
    "clients.Client": _APPEAL,
    "clients.Contact": _APPEAL,
    "clients.Consent": Retention(3, "the consent is withdrawn", "152-FZ: proof of consent"),
    "otklik_messages.StoredFile": _APPEAL,
    "otklik_messages.Receipt": _APPEAL,
    "otklik_messages.Attachment": _APPEAL,
    "otklik_messages.Outgoing": _APPEAL,
    "otklik_messages.OutgoingFile": _APPEAL,
    "knowledge.ReplyTemplate": _REFERENCE,
    "knowledge.TemplateVersion": _REFERENCE,
    "knowledge.TemplateUse": Retention(
        5, "the day of the use", "goes with the case that it names; the counts stay"
    ),
    "knowledge.TemplateReport": Retention(5, "the day it was settled", "set by the ministry"),
    "knowledge.TypicalQuestion": _REFERENCE,
    "knowledge.Material": _REFERENCE,
    "knowledge.NoMaterial": _REFERENCE,
    "touchpoints.RegistryVersion": _REFERENCE,
    "touchpoints.Touchpoint": _REFERENCE,
    "touchpoints.LifeSituation": _REFERENCE,
    "touchpoints.Solution": _REFERENCE,
    "surveys.Invitation": Retention(1, "the link ends", "only needed while the link works"),
    "surveys.Answer": _SURVEY,
    "cases.RegisterCounter": _REFERENCE,
    "cases.Case": _APPEAL,
    "cases.CaseReceipt": _APPEAL,
    "cases.Question": _APPEAL,
    "cases.Classification": _APPEAL,
    "cases.Deadline": _APPEAL,
    "cases.Assignment": _APPEAL,
    "cases.Route": _REFERENCE,
    "cases.Clarification": _APPEAL,
    "cases.Interim": _APPEAL,
    "cases.Forwarding": _APPEAL,
    "cases.Extension": _APPEAL,
    "cases.NoReply": _APPEAL,
    "cases.Withdrawal": _APPEAL,
    "cases.Promise": _APPEAL,
    "cases.Interest": _APPEAL,
    "cases.ControlMark": _APPEAL,
    "control.CalendarKey": Retention(
        1, "the employee revokes it or leaves", "only needed while the calendar address works"
    ),
    "cases.ClockState": _REFERENCE,
    "cases.TopicModel": _REFERENCE,
    "control.Notice": Retention(
        1, "the day it was made", "the acts themselves stand in the journal; set by the ministry"
    ),
    "control.Round": Retention(1, "the day it was made", "only needed until the next one"),
    "control.ToldAssignment": Retention(1, "the day it was made", "goes with its notice"),
    "control.ControlList": _APPEAL,
    "control.ControlLine": _APPEAL,
    "replies.Reply": _APPEAL,
    "replies.DraftVersion": Retention(
        1, "the letter is sent", "thinned while the letter is written; set by the ministry"
    ),
    "replies.Presence": Retention(1, "the page is left", "rows of more than an hour ago are gone"),
    "replies.LetterVersion": _APPEAL,
    "replies.Approval": _APPEAL,
    "replies.Covering": _APPEAL,
    "replies.Decision": _APPEAL,
    "replies.Remark": _APPEAL,
    "replies.SignatureFile": _APPEAL,
    "replies.Dispatch": _APPEAL,
    "replies.LetterheadVersion": _REFERENCE,
    "replies.ReplyFile": _APPEAL,
    "replies.PrintBatch": Retention(
        1,
        "the day it was made",
        "a copy for the printer; the letters themselves stay; set by the ministry",
    ),
    "telephone.Call": _CARD,
    "reception.Visit": _CARD,
    "analytics.UnitForm": Retention(
        None, "", "figures without personal data, compared over the years"
    ),
    "analytics.Snapshot": Retention(
        None, "", "figures without personal data, compared over the years"
    ),
}
