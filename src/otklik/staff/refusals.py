"""How an act is refused."""


class Refusal(Exception):  # noqa: N818 - a refusal is not a failure of the program
    """An act that the rules do not allow: what is wrong and what to do, in Russian, for the page.

    `field` names the form field it belongs to; `clause` the clause of the order that asks for it.
    """

    def __init__(self, message: str, *, field: str = "", clause: str = "") -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field
        self.clause = clause
