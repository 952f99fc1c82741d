"""The parts of a letter in its text: head, salutation, paragraphs, signature, executor mark.

Pure. A letter as it will be printed has no markup that says what is what, so each part is known by its words and its
place; a part that cannot be found is empty, and the checks say so.
"""

import re
from dataclasses import dataclass
from functools import cached_property

_SALUTATION = re.compile(
    r"^\s*(?P<word>уважаем\w+|дорог(?:ой|ая|ие)|здравствуйте|добрый\s+(?:день|вечер)|доброе\s+утро|приветствую)\b(?P<rest>[^\n]*)$",
    re.IGNORECASE,
)
_POST = re.compile(
    r"^\s*(?:министр|первый\s+заместитель|заместитель|зам\.|временно\s+исполняющ|врио|исполняющ|и\.\s?о\.|руководител|начальник|"
    r"директор|председател|заведующ|статс-секретар|губернатор)",
    re.IGNORECASE,
)
_INITIALS = r"[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?\s?[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_INITIALS_AFTER = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?"
_FULL_NAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+"
NAME = re.compile(f"{_INITIALS}|{_INITIALS_AFTER}|{_FULL_NAME}")
PHONE = re.compile(
    r"(?<!\d)(?:(?:\+7|8)[\s(-]*)?\(?\d{3,5}\)?[\s-]*\d{1,3}(?:[\s-]?\d{2}){1,2}(?!\d)|(?<!\d)\d{3}[\s-]\d{2}[\s-]\d{2}(?!\d)|(?<!\d)\d{2}-\d{2}-\d{2}(?!\d)"
)
_CLOSE = re.compile(r"^\s*(?:с\s+уважением|с\s+наилучшими)", re.IGNORECASE)
_ATTACHMENT = re.compile(r"^\s*приложени[ея]\b", re.IGNORECASE)
LONG_ENOUGH = 60
"""Characters from which a line without a salutation before it is taken for the first paragraph."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank, with its place in the text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Anatomy:
    """A letter's text and where its parts lie."""

    text: str

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are not blank."""
        return tuple(
            Line(found.start(), found.end(), found.group())
            for found in re.finditer(r"[^\n]+", self.text)
            if found.group().strip()
        )

    @cached_property
    def salutation(self) -> Line | None:
        """The line that greets the client."""
        return next((line for line in self.lines if _SALUTATION.match(line.text)), None)

    @cached_property
    def greeting(self) -> tuple[str, str]:
        """The greeting word and what follows it: («Уважаемый», «Иван Петрович»)."""
        found = _SALUTATION.match(self.salutation.text) if self.salutation else None
        return (found["word"], found["rest"].strip(" !,.")) if found else ("", "")

    @cached_property
    def body(self) -> tuple[Line, ...]:
        """The paragraphs between the salutation and the signature."""
        first = self._first_of_body
        end = self.signature.start if self.signature else self._end_without_signature
        return tuple(
            line
            for line in self.lines
            if line.start >= first and line.start < end and not _CLOSE.match(line.text)
        )

    @cached_property
    def body_span(self) -> tuple[int, int]:
        """Where the words lie that the executor wrote himself: salutation and paragraphs."""
        start = self.salutation.start if self.salutation else self._first_of_body
        return start, (self.body[-1].end if self.body else start)

    @property
    def _first_of_body(self) -> int:
        if self.salutation:
            return self.salutation.end
        long = [line for line in self.lines if len(line.text.strip()) >= LONG_ENOUGH]
        said = (line for line in long if line.text.rstrip().endswith((".", ":", "!", "?")))
        first = next(said, long[0] if long else None)
        return first.start if first else 0

    @property
    def _end_without_signature(self) -> int:
        mark = self.executor
        return mark[0].start if mark else len(self.text)

    @cached_property
    def signature(self) -> Line | None:
        """The line with the signatory's post; his name stands in it, or in one of the next two."""
        first = self._first_of_body
        for place in range(len(self.lines) - 1, -1, -1):
            line = self.lines[place]
            if line.start < first:
                break
            if not _POST.match(line.text) or len(line.text) > 160:
                continue
            near = " ".join(item.text for item in self.lines[place : place + 4])
            if NAME.search(near):
                return line
        return None

    @cached_property
    def executor(self) -> tuple[Line, ...]:
        """The lines of the executor mark: a name, and a telephone in the same line or the next."""
        after = self.signature.end if self.signature else self._first_of_body
        tail = [line for line in self.lines if line.start >= after]
        for place in range(len(tail) - 1, -1, -1):
            line = tail[place]
            if len(line.text) > 120 or not NAME.search(line.text) or self._signs(tail, place):
                continue
            following = tail[place + 1 : place + 3]
            if PHONE.search(line.text):
                return (line,)
            phone = [item for item in following if PHONE.search(item.text) and len(item.text) < 60]
            if phone:
                return (line, phone[0])
        return ()

    def _signs(self, tail: list[Line], place: int) -> bool:
        """Whether the line is the name under the signatory's post."""
        return (
            self.signature is not None
            and place == 0
            and not PHONE.search(tail[0].text)
            and (len(tail) < 2 or not PHONE.search(tail[1].text))
        )

    @cached_property
    def attachments(self) -> tuple[Line, ...]:
        """Lines that name attachments."""
        return tuple(line for line in self.lines if _ATTACHMENT.match(line.text))
