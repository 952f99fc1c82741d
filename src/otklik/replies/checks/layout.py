"""How long a letter is on the real page, and how its file is set. Pure."""

from collections.abc import Iterator

from otklik import documents
from otklik.documents.reading import PlainText
from otklik.regulations import Profile
from otklik.replies.checks.anatomy import Anatomy
from otklik.replies.checks.finding import Remark
from otklik.replies.checks.paper import PER_PAGE, is_too_long

SAID = {
    "italic": ("emphasis", "Курсив: его трудно читать, наберите прямым шрифтом."),
    "underlined": ("emphasis", "Подчёркивание: его принимают за ссылку, уберите."),
    "capitals": ("capitals", "Прописные буквы целым словом: наберите строчными."),
    "background": ("background", "Фон мешает читать: уберите его."),
}


def styled(plain: PlainText) -> Iterator[Remark]:
    """What is set in a way that the order avoids (industry-mordovia:11.2.14, 11.2.15)."""
    for place in plain.styled:
        rule, message = SAID[place.style]
        yield Remark(rule, place.start, place.end, message)


def pages(profile: Profile, text: str) -> int:
    """How many pages the text takes as a letter of the ministry, on the layout by which letters are printed.

    A text of many pages is not set: their number is reckoned by its length.
    """
    if is_too_long(text):
        return -(-len(text) // PER_PAGE)
    letter = Anatomy(text)
    body = letter.body
    mark = profile.letter.satisfaction_mark
    head = profile.letterhead
    return documents.letter_pages(
        documents.Letter(
            letterhead=documents.Letterhead(
                head.lines, head.address or "", head.phone or "", head.email or "", head.site or ""
            ),
            number="",
            date_text="",
            reference_line="",
            recipient_lines=("",),
            salutation=letter.salutation.text.strip() if letter.salutation else "",
            opening=body[0].text if body else "",
            answers=(documents.Answer("", "\n".join(line.text for line in body[1:])),),
            closing=(),
            signatory_post=profile.signatories[0].post,
            signatory_name="",
            executor=documents.ExecutorMark("", ""),
            mark=documents.SatisfactionMark(
                mark.text_appeal, mark.url, mark.font_pt, mark.intervals
            )
            if mark
            else None,
            typeface=profile.letter.typeface,
        )
    )
