"""Text as people send it: cleaned of what cannot be seen, judged, shortened."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_ZERO_WIDTH_JOINER = "\u200d"
_NONCHARACTERS = frozenset({"\ufffe", "\uffff"})
_KEYBOARD_ROWS = (
    "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm",
)  # fmt: skip
_VOWELS = frozenset("аеёиоуыэюяaeiouy")


def clean_text(raw: str, *, multiline: bool = True) -> str:
    """The text as it is stored: NFC, one kind of line end, nothing invisible that could mislead.

    Removed: control characters, direction and zero-width marks, soft hyphens, broken halves of
    characters; emoji stay whole.  With ``multiline`` lines keep their inner spaces, lose trailing
    ones, and stand at most one blank line apart; otherwise every run of white space becomes one
    space.  Cleaning twice changes nothing.
    """
    text = _LINE_ENDS.sub("\n", raw)
    if not text.replace("\n", "").replace("\t", "").isprintable():  # most texts are: one fast look
        text = "".join(_visible(text))
    text = unicodedata.normalize("NFC", text)
    if not multiline:
        return " ".join(text.split())
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _visible(text: str) -> Iterator[str]:
    previous = ""
    for place, char in enumerate(text):
        if char == _ZERO_WIDTH_JOINER:
            keep = _is_emoji(previous) and _is_emoji(text[place + 1 : place + 2])
        else:
            keep = char in "\n\t" or not (
                unicodedata.category(char) in {"Cc", "Cf", "Cs"} or char in _NONCHARACTERS
            )
        if keep:
            previous = char
            yield char


def _is_emoji(char: str) -> bool:
    """A pictogram, its skin tone or its variation mark: what a joiner may stand between."""
    return bool(char) and (unicodedata.category(char) in {"So", "Sk"} or char == "\ufe0f")


@dataclass(frozen=True, slots=True)
class TextProblem:
    """What is wrong with a typed text; the page says it in its own words.

    ``limit`` and ``length`` are in characters and are filled for ``too_long``.
    """

    code: Literal["empty", "too_long", "unreadable"]
    limit: int | None = None
    length: int | None = None


def describe_problems(text: str, *, max_length: int | None = None) -> list[TextProblem]:
    """The problems of a cleaned or raw text, worst first; an empty list means it may be taken.

    "unreadable" is a hint for a person, never a reason to refuse by itself.
    """
    cleaned = clean_text(text)
    if not cleaned:
        return [TextProblem("empty")]
    problems: list[TextProblem] = []
    if max_length is not None and len(cleaned) > max_length:
        problems.append(TextProblem("too_long", limit=max_length, length=len(cleaned)))
    if looks_unreadable(cleaned):
        problems.append(TextProblem("unreadable"))
    return problems


def looks_unreadable(text: str) -> bool:
    """Whether a text is probably damaged by a wrong encoding or typed at random.

    A hint only: the receipt waits for a person, who may read it all the same.
    """
    sample = text[:4000]
    solid = [char for char in sample if not char.isspace()]
    if not solid:
        return False
    letters = [char for char in solid if char.isalpha()]
    lost = sample.count("\ufffd") + sum(len(run) for run in re.findall(r"\?{3,}", sample))
    if lost / len(solid) > 0.3 or (len(solid) > 20 and len(letters) / len(solid) < 0.2):
        return not re.fullmatch(r"[\d\s.,:;()+№/-]+", sample)
    return _is_wrong_encoding(sample) or _is_random_typing(sample)


def _is_wrong_encoding(text: str) -> bool:
    """Whether the text turns into more Russian words when its bytes are read anew."""
    for wrong, right in (
        ("cp1251", "utf-8"),
        ("latin-1", "utf-8"),
        ("cp1252", "utf-8"),
        ("latin-1", "cp1251"),
    ):
        data = text.encode(wrong, errors="ignore")
        mended = data.decode(right, errors="ignore")
        if len(mended) > 3 and _russian_share(text) < 0.6 <= _russian_share(mended):
            return True
    # KOI8-R read as Windows-1251 swaps small letters and capitals: «оПХБЕР ЙЮЙ ДЕКЮ»
    words = re.findall(r"[А-Яа-яЁё]{3,}", text)
    loud = [word for word in words if word[1:].isupper()]
    return (
        len(words) > 2 and len(loud) / len(words) > 0.8 and any(word[0].islower() for word in loud)
    )


def _russian_share(text: str) -> float:
    """The share of characters in ordinary Russian words: small letters, perhaps a capital first."""
    solid = re.sub(r"[\s\d.,!?;:()«»\"-]", "", text)
    if not solid:
        return 0.0
    return sum(len(word) for word in re.findall(r"[А-ЯЁа-яё][а-яё]+", solid)) / len(solid)


def _is_random_typing(text: str) -> bool:
    words = [word.lower() for word in re.findall(r"[^\W\d_]{5,}", text)]
    if not words:
        return False
    odd = sum(1 for word in words if _is_unpronounceable(word) or _is_keyboard_run(word))
    return odd / len(words) > 0.5


def _is_keyboard_run(word: str) -> bool:
    """Five neighbouring keys in a row, either way; no ordinary word has them."""
    windows = (word[place : place + 5] for place in range(len(word) - 4))
    return any(part in row or part[::-1] in row for part in windows for row in _KEYBOARD_ROWS)


def _is_unpronounceable(word: str) -> bool:
    if not re.fullmatch(r"[а-яёa-z]+", word):
        return False  # other alphabets are not judged
    without_vowel = max(len(run) for run in re.split(r"[аеёиоуыэюяaeiouy]", word))
    return without_vowel > 5 or not _VOWELS & set(word) or len(set(word)) <= len(word) // 3


def excerpt(text: str, length: int) -> str:
    """The beginning of ``text`` in one line, at most ``length`` characters, cut between words."""
    line = clean_text(text, multiline=False)
    if len(line) <= length:
        return line
    if length < 2:
        return "…"[:length]
    head = line[: length - 1]
    if line[length - 1] != " " and " " in head:
        head = head[: head.rindex(" ")]
    return head.rstrip(" ,;:—–-") + "…"


_QUOTE_STARTS = re.compile(
    r"^(?:-{2,}\s*(?:Original Message|Исходное сообщение|Пересылаемое сообщение|"
    r"Forwarded message)\s*-{2,}|On .{5,120} wrote:|.{5,160}(?:пишет|писала?|написала?|"
    r"писал\(а\)|написал\(а\)):|_{10,}|(?:From|От):\s.+@.+)\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def strip_quoted_reply(text: str) -> str:
    """What a person wrote in an e-mail, without the letter quoted below and the lines with «>».

    When nothing would remain, the whole text is returned: losing words is worse than showing a
    quotation.
    """
    quote = _QUOTE_STARTS.search(text)
    own = text[: quote.start()] if quote else text
    kept = [line for line in own.split("\n") if not line.lstrip().startswith(">")]
    return clean_text("\n".join(kept)) or clean_text(text)
