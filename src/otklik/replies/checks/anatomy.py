"""The parts of a letter in its text: head, salutation, paragraphs, signature, executor mark.

Pure. A letter as it will be printed has no markup that says what is what, so each part is known by its words and its
place; a part that cannot be found is empty, and the checks say so.
"""

import re
from dataclasses import dataclass
from functools import cached_property

_SALUTATION = re.compile(
    r"^\s*(?P<word>(?:глубоко|много)?уважаем\w+|дорог(?:ой|ая|ие)|здравствуйте|добрый\s+(?:день|вечер)|доброе\s+утро|приветствую)\b(?P<rest>[^\n]*)$",
    re.IGNORECASE,
)
_POST = re.compile(
    r"^\s*(?:министр|первый\s+заместитель|заместитель|зам\.|временно\s+исполняющ|врио|исполняющ|и\.\s?о\.\s*(?=(?-i:[а-яё]))|руководител|начальник|"
    r"директор|председател|заведующ|статс-секретар|губернатор|(?:главный|ведущий)\s+(?:специалист|консультант|эксперт|советник)|консультант|"
    r"советник|помощник|референт|специалист)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[а-яё\d»)]{2,}[.!?:;]\s*$")
_SURNAME = r"[А-ЯЁ](?:[а-яё]+|[А-ЯЁ]+)(?:-[А-ЯЁ](?:[а-яё]+|[А-ЯЁ]+))?"
_INITIAL = r"[А-ЯЁ]\.(?:-[А-ЯЁ]\.)?"
_INITIALS = rf"{_INITIAL}\s?(?:{_INITIAL})?\s?{_SURNAME}"
_INITIALS_AFTER = rf"{_SURNAME}\s+{_INITIAL}\s?(?:{_INITIAL})?"
_FULL_NAME = rf"{_SURNAME}\s+{_SURNAME}\s+{_SURNAME}"
NAME = re.compile(f"{_INITIALS}|{_INITIALS_AFTER}|{_FULL_NAME}")
_EXECUTOR_NAME = re.compile(
    rf"{NAME.pattern}|^\s*(?:Исп\w*\.?:?\s*)?{_SURNAME}\s+[А-ЯЁ][а-яё]+(?=\W|$)"
)
"""A name in an executor mark may lack its patronymic: a telephone beside it tells that it is a person."""
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
        """The signature: the post, in one line or several, and the name where it stands after the post."""
        first = self._first_of_body
        executors: list[int] = []
        for place in range(len(self.lines) - 1, -1, -1):
            line = self.lines[place]
            if line.start < first:
                break
            if not _POST.match(line.text) or len(line.text) > 160:
                continue
            named = self._name_after(place)
            if named is None or _SENTENCE_END.search(line.text):
                continue
            if self._has_phone(place, named):
                executors.append(place)
                continue
            return self._signed(place, named)
        for place in executors:
            return self._signed(place, place)
        return None

    def _name_after(self, place: int) -> int | None:
        """The line with the name: the post's own, or one of the next three."""
        near = range(place, min(place + 4, len(self.lines)))
        return next((at for at in near if NAME.search(self.lines[at].text)), None)

    def _has_phone(self, place: int, named: int) -> bool:
        """Whether a post belongs to an executor mark: a telephone stands at the name, or alone under it."""
        lines = self.lines
        if any(PHONE.search(line.text) for line in lines[place : named + 1]):
            return True
        return any(
            PHONE.search(line.text) and not _EXECUTOR_NAME.search(line.text)
            for line in lines[named + 1 : named + 2]
        )

    def _signed(self, place: int, named: int) -> Line:
        """Take the lines above that belong to the post: short ones without a blank line between."""
        top = at = place
        name_above = False
        while at > 0 and place - at < 5:
            above, below = self.lines[at - 1], self.lines[at]
            touching = self.text[above.end : below.start].count("\n") < 2
            if not touching or len(above.text) > 90 or _SENTENCE_END.search(above.text):
                break
            at -= 1
            alone = NAME.fullmatch(above.text.strip(" ,"))
            if alone or _POST.match(above.text):
                top, name_above = at, name_above or alone is not None
        start = self.lines[top].start
        end = self.lines[place if name_above else named].end
        return Line(start, end, self.text[start:end])

    @cached_property
    def executor(self) -> tuple[Line, ...]:
        """The lines of the executor mark: a name, and a telephone in the same line or one of the next three."""
        after = self.signature.end if self.signature else self._first_of_body
        tail = [line for line in self.lines if line.start >= after]
        for place in range(len(tail) - 1, -1, -1):
            line = tail[place]
            if len(line.text) > 120 or not _EXECUTOR_NAME.search(line.text):
                continue
            if PHONE.search(line.text):
                return (line,)
            following = tail[place + 1 : place + 4]
            phone = [item for item in following if PHONE.search(item.text) and len(item.text) < 60]
            if phone:
                return (line, phone[0])
        return ()

    @cached_property
    def attachments(self) -> tuple[Line, ...]:
        """Lines that name attachments."""
        return tuple(line for line in self.lines if _ATTACHMENT.match(line.text))
