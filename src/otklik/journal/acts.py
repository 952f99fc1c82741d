"""What each act is called: one table for the journal's page and for the history of a case.

The rooms write acts as codes (`cases.register`); a structural test sees to it that every code has its words here.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ACTS: dict[str, Promise] = {
    "analytics.approve-unit-form": gettext_lazy(
        "The quarterly form of a unit was approved and sent"
    ),
    "analytics.freeze": gettext_lazy("The analysis of the quarter was frozen"),
    "analytics.open-unit-form": gettext_lazy("The quarterly form of a unit was opened"),
    "cases.acknowledge": gettext_lazy("The first reaction was put into the outbox"),
    "cases.assign": gettext_lazy("Given to an executor"),
    "cases.attach-receipt": gettext_lazy("One more receipt joined the case"),
    "cases.consider": gettext_lazy("Outcome of question %(question)s recorded"),
    "cases.dismiss": gettext_lazy("Recognised as not an appeal"),
    "cases.finish": gettext_lazy("The client has the reply"),
    "cases.look": gettext_lazy("The case was opened for reading"),
    "cases.open": gettext_lazy("The case was opened"),
    "cases.open-file": gettext_lazy("A file of the case was opened"),
    "cases.register": gettext_lazy("Registered under the number %(number)s"),
    "cases.sign-reply": gettext_lazy("The case waits for the delivery of the reply"),
    "cases.correct": gettext_lazy("The registration was corrected: %(what)s"),
    "cases.recompute": gettext_lazy("All open deadlines were counted anew"),
    "cases.divide-questions": gettext_lazy(
        "The questions were written anew, now there are: %(count)s"
    ),
    "cases.recount": gettext_lazy("The terms were counted anew: %(what)s"),
    "cases.set-internal-due": gettext_lazy("An earlier internal term was set: %(due)s"),
    "cases.add-co-executor": gettext_lazy("A co-executor was added"),
    "cases.report-part": gettext_lazy("A co-executor handed in his part"),
    "cases.accept-part": gettext_lazy("The part of a co-executor was accepted"),
    "cases.return-part": gettext_lazy("The part of a co-executor was returned with remarks"),
    "cases.end-part": gettext_lazy("A co-executor was released"),
    "cases.leave-part": gettext_lazy("A co-executor declared a personal interest"),
    "cases.keep-route": gettext_lazy("A route of assignments was kept: %(title)s"),
    "cases.drop-route": gettext_lazy("A route of assignments was dropped: %(title)s"),
    "cases.declare-interest": gettext_lazy("The executor declared a personal interest"),
    "cases.clarify": gettext_lazy("The client was asked for a clarification"),
    "cases.note-clarified": gettext_lazy("The client's clarification was recorded"),
    "cases.add-by-client": gettext_lazy("The client added to his case"),
    "cases.ask-withdrawal": gettext_lazy("The client asked to stop the consideration"),
    "cases.note-materials": gettext_lazy("The answer to an enquiry has come"),
    "cases.write-interim": gettext_lazy("An interim letter was sent; the case stays open"),
    "cases.forward": gettext_lazy("Forwarded to: %(recipient)s"),
    "cases.forward-part": gettext_lazy("A part was forwarded to: %(recipient)s"),
    "cases.propose-extension": gettext_lazy("An extension of the term was prepared"),
    "cases.approve-extension": gettext_lazy("The term was extended to %(due)s"),
    "cases.reject-extension": gettext_lazy("The extension was rejected"),
    "cases.propose-no-reply": gettext_lazy("It was proposed to give no reply on the merits"),
    "cases.approve-no-reply": gettext_lazy("Closed without a reply on the merits"),
    "cases.reject-no-reply": gettext_lazy("The proposal to give no reply was rejected"),
    "cases.withdraw": gettext_lazy("Closed at the client's request"),
    "cases.record-measure": gettext_lazy("Measures taken on question %(question)s recorded"),
    "cases.keep-promise": gettext_lazy(
        "The promise on question %(question)s was kept, the closing letter sent"
    ),
    "cases.put-on-control": gettext_lazy("Put on control"),
    "cases.take-off-control": gettext_lazy("Taken off control"),
    "control.digest": gettext_lazy("The employees were told of the morning's terms and news"),
    "control.tell-assigned": gettext_lazy("Executors were told of new assignments"),
    "control.tell": gettext_lazy("An employee was told"),
    "control.make-list": gettext_lazy("A weekly list of control was made"),
    "control.tell-list": gettext_lazy("Those concerned were told of a weekly list"),
    "control.read": gettext_lazy("The employee marked his notices as read"),
    "clients.consent": gettext_lazy("The client gave a consent"),
    "clients.gender": gettext_lazy("The form of address of the client was chosen"),
    "clients.segment": gettext_lazy("The segment of the client was chosen"),
    "clients.withdraw-consent": gettext_lazy("The client withdrew a consent"),
    "control.renew-calendar-key": gettext_lazy("A new calendar address was made"),
    "control.revoke-calendar-key": gettext_lazy("The calendar address was switched off"),
    "demo.fill": gettext_lazy("Training data were made"),
    "intake.dismiss": gettext_lazy("A receipt was set aside"),
    "intake.enter": gettext_lazy("A receipt was entered by hand"),
    "intake.hold": gettext_lazy("A receipt was left to a person"),
    "intake.open-file": gettext_lazy("A file of a receipt was opened"),
    "intake.release": gettext_lazy("A receipt was given back to the queue"),
    "journal.look": gettext_lazy("The journal was looked through"),
    "knowledge.save-material": gettext_lazy("An instructive material was kept"),
    "knowledge.save-template": gettext_lazy("A reply template was kept as version %(version)s"),
    "knowledge.restore-template": gettext_lazy(
        "The words of version %(restored)s of a reply template were restored"
    ),
    "knowledge.publish-template": gettext_lazy("A reply template was published"),
    "knowledge.withdraw-template": gettext_lazy("A reply template was withdrawn"),
    "knowledge.confirm-template": gettext_lazy("A reply template was confirmed to be right"),
    "knowledge.use-template": gettext_lazy("A reply template was put into a draft"),
    "knowledge.rate-template": gettext_lazy("It was said whether a reply template helped"),
    "knowledge.report-template": gettext_lazy("An error in a reply template was reported"),
    "knowledge.settle-report": gettext_lazy("A report about a reply template was settled"),
    "knowledge.save-question": gettext_lazy("A typical question was kept"),
    "knowledge.drop-question": gettext_lazy("A typical question was dropped"),
    "knowledge.waive-material": gettext_lazy(
        "It was recorded that quarter %(period)s needs no material"
    ),
    "messages.arrived": gettext_lazy("A letter was handed over to the addressee"),
    "messages.came-back": gettext_lazy("A letter came back"),
    "messages.cancelled": gettext_lazy("A message was cancelled"),
    "messages.failed": gettext_lazy("A message could not be delivered"),
    "messages.heard": gettext_lazy("A mail server said what became of a letter"),
    "messages.left-to-person": gettext_lazy("A message waits to be sent by hand"),
    "messages.numbered": gettext_lazy("A letter got its postal number %(number)s"),
    "messages.printed": gettext_lazy("A letter was printed for the post"),
    "messages.read": gettext_lazy("An arrived letter was read by the program"),
    "messages.retried": gettext_lazy("A message will be sent once more"),
    "messages.sent": gettext_lazy("A message was sent"),
    "messages.sent-otherwise": gettext_lazy("A letter that did not arrive goes another way"),
    "messages.settled": gettext_lazy("Nothing more follows from a letter that came back"),
    "reception.close": gettext_lazy("The card of a reception was closed"),
    "reception.keep-card": gettext_lazy("The card of a reception was written"),
    "reception.make-appeal": gettext_lazy("A visit became an appeal"),
    "reception.show-identity": gettext_lazy("The visitor showed an identity document"),
    "replies.begin-notice": gettext_lazy("A letter was begun: %(title)s"),
    "replies.discard-notice": gettext_lazy(
        "A letter that was never sent was thrown away: %(title)s"
    ),
    "replies.approve": gettext_lazy("Version %(version)s of the letter approved: %(step)s"),
    "replies.approve-last": gettext_lazy(
        "Version %(version)s of the letter approved by everybody, the last step: %(step)s"
    ),
    "replies.number": gettext_lazy("The outgoing number was entered: %(number)s"),
    "replies.recall": gettext_lazy("The letter was taken back to be changed"),
    "replies.reject": gettext_lazy("Version %(version)s returned with remarks by an approver"),
    "replies.settle": gettext_lazy("A remark to the letter was settled"),
    "replies.submit-for-approval": gettext_lazy(
        "Version %(version)s of the letter sent for approval"
    ),
    "replies.withdraw-approval": gettext_lazy("An approval of version %(version)s was withdrawn"),
    "replies.attach-signature": gettext_lazy(
        "The file of a qualified signature was attached to version %(version)s"
    ),
    "replies.choose-way": gettext_lazy("The way of the letter was chosen"),
    "replies.dispatch": gettext_lazy("Every delivery of the reply is done"),
    "replies.enclose": gettext_lazy("A file was put to the letter"),
    "replies.take-out": gettext_lazy("A file was taken away from the letter"),
    "replies.keep-letterhead": gettext_lazy(
        "Version %(version)s of the letterhead came into force"
    ),
    "replies.print-batch": gettext_lazy("Letters were printed as one file: %(count)s"),
    "replies.print-letter": gettext_lazy("The letter was printed in a batch"),
    "replies.print-envelope": gettext_lazy("Envelope and cover sheet of the letter were printed"),
    "replies.print-card": gettext_lazy("The card of the case was printed"),
    "replies.open-letter": gettext_lazy("A file of the letter was opened"),
    "replies.return": gettext_lazy("Version %(version)s of the letter returned with remarks"),
    "replies.save": gettext_lazy("The draft of the reply was kept"),
    "replies.sign": gettext_lazy("The letter was signed, outgoing number %(number)s"),
    "replies.submit": gettext_lazy("Version %(version)s of the letter sent for signature"),
    "replies.join": gettext_lazy("The case is answered together with the case %(lead)s"),
    "replies.leave-joint": gettext_lazy("The letter was taken out of the joint answer"),
    "cases.train-topics": gettext_lazy(
        "The program learned the topics anew, from questions: %(questions)s"
    ),
    "staff.import-classifier": gettext_lazy(
        "A version of the classifier was imported: %(version)s"
    ),
    "staff.add-employee": gettext_lazy("An employee was added"),
    "staff.cancel-absence": gettext_lazy("The absence of %(employee)s was cancelled"),
    "staff.change-substitute": gettext_lazy(
        "Another substitute was named for the absence of %(employee)s"
    ),
    "staff.end-absence": gettext_lazy("The absence of %(employee)s was ended early"),
    "staff.record-absence": gettext_lazy("The absence of %(employee)s was recorded"),
    "staff.calendar-day": gettext_lazy("A day of the calendar was changed"),
    "staff.clear-day": gettext_lazy("An entry of the calendar was taken away: %(days)s"),
    "staff.enter-decree": gettext_lazy("The calendar of the year %(year)s was entered: %(decree)s"),
    "staff.swap-days": gettext_lazy("Working and free days were swapped: %(days)s"),
    "staff.add-signatory": gettext_lazy("The distribution of powers: %(employee)s signs letters"),
    "staff.end-signatory": gettext_lazy(
        "The distribution of powers: a row of %(employee)s ends on %(until)s"
    ),
    "staff.keep-setting": gettext_lazy("A setting of the body was changed: %(code)s"),
    "staff.install-body": gettext_lazy("The body was set up"),
    "surveys.enter-paper": gettext_lazy("A paper questionnaire was entered"),
    "surveys.invite": gettext_lazy("An invitation to rate the work was made"),
    "telephone.call-back": gettext_lazy("The client was called back"),
    "telephone.make-appeal": gettext_lazy("A call became an appeal"),
    "telephone.note": gettext_lazy("A call was noted"),
    "touchpoints.save-situation": gettext_lazy("A life situation was kept"),
    "touchpoints.save-solution": gettext_lazy("A solution of a life situation was kept"),
    "touchpoints.drop-solution": gettext_lazy("A solution of a life situation was taken away"),
    "touchpoints.publish-situation": gettext_lazy("A life situation was published for clients"),
    "touchpoints.withdraw-situation": gettext_lazy("A life situation was taken off"),
    "touchpoints.install": gettext_lazy("The touchpoint registry was installed"),
}
"""Code of the act → its words; `%(…)s` are details of the entry."""


def told(act: str, details: Mapping[str, Any]) -> str:
    """Return the act in words, with the details that its sentence names; a detail not kept shows as a dash."""
    known = ACTS.get(act)
    if known is None:
        return _("Another act")
    return str(known) % _Blank(details)


def titles() -> list[tuple[str, str]]:
    """Return code and words of every act, by the words, for lists to choose from."""
    blank = _Blank({}, "…")
    return sorted(
        ((code, str(words) % blank) for code, words in ACTS.items()), key=lambda item: item[1]
    )


class _Blank(dict[str, object]):
    """Details that an entry does not have stay a sign in its sentence."""

    def __init__(self, details: Mapping[str, Any], sign: str = "–") -> None:
        super().__init__(details)
        self.sign = sign

    def __missing__(self, key: str) -> object:
        return self.sign
