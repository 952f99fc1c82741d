"""Pure decisions about a signed letter that has not gone out yet, and about the file of its qualified signature."""

from dataclasses import dataclass

NUMBER = "number"
"""The outgoing number: the letter cannot go without one."""
SIGNATURE_FILE = "signature-file"
"""The detached file of the qualified signature, where the body signs so."""
QUALIFIED = "qualified_signature"
"""Code of the body's own setting: its letters go out with such a file."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What is known of a signed letter: its outgoing number, whether it needs a signature file, whether it has one."""

    number: str
    needs_file: bool
    has_file: bool


def awaited(letter: Signed) -> list[str]:
    """Return what the letter still waits for, in the order in which it is done."""
    needs = [] if letter.number else [NUMBER]
    if letter.needs_file and not letter.has_file:
        needs.append(SIGNATURE_FILE)
    return needs


def same_person(certificate_surname: str, surname: str) -> bool:
    """Whether the certificate can be the signer's: one without a surname says nothing against it."""
    said = _folded(certificate_surname)
    return not said or said == _folded(surname)


def _folded(surname: str) -> str:
    return surname.strip().casefold().replace("ё", "е")
