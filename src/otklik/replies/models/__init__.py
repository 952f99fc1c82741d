"""Letters to the client: drafts, versions, decisions on them, their deliveries."""

from otklik.replies.models.covering import Covering
from otklik.replies.models.deciding import Approval, Decision, Remark, SignatureFile
from otklik.replies.models.letter import LetterVersion, Reply
from otklik.replies.models.printing import LetterheadVersion, PrintBatch, ReplyFile
from otklik.replies.models.sending import Dispatch
from otklik.replies.models.writing import DraftVersion, Presence

__all__ = [
    "Approval",
    "Covering",
    "Decision",
    "Dispatch",
    "DraftVersion",
    "LetterVersion",
    "LetterheadVersion",
    "Presence",
    "PrintBatch",
    "Remark",
    "Reply",
    "ReplyFile",
    "SignatureFile",
]
