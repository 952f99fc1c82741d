"""All writes of the reply room: one function is one act, one transaction, one journal entry."""

from otklik.replies.actions.dispatching import finish_delivered
from otklik.replies.actions.drafting import save, start, submit
from otklik.replies.actions.looking import open_letter
from otklik.replies.actions.signing import return_to_author, sign

__all__ = ["finish_delivered", "open_letter", "return_to_author", "save", "sign", "start", "submit"]
