"""The separate questions an appeal probably holds: a suggestion for the registrar, who decides."""

import re

from otklik.language.readability import count_words, sentences
from otklik.language.text import clean_text

_ASKING = re.compile(
    r"\b(?:прошу|просим|просьба|проси[мл]|требую|требуем|ходатайствую|хочу\s+(?:узнать|спросить)|"
    r"хотел[аи]?\s+бы|хотелось\s+бы|интересует|подскажите|разъясните|объясните|сообщите|помогите|"
    r"предоставьте|примите\s+меры|скажите)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:и\s+|а\s+)?(?:почему|когда|зачем|как(?:ой|ая|ое|ие|им|ова|овы)?|куда|где|кто|что\s+делать|"
    r"сколько|на\s+каком\s+основании|имею\s+ли|может\s+ли|можно\s+ли|будет\s+ли|положен[аоы]?\s+ли)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.)]|[а-е]\)|[-–—•*])\s+(?=\S)", re.IGNORECASE)
_COURTESY = re.compile(
    r"^(?:заранее\s+)?(?:спасибо|благодарю|с\s+уважением|прошу\s+(?:прощения|извинить))|"
    r"прошу\s+(?:вас\s+)?(?:рассмотреть\s+(?:мо[её]|наше)\s+обращение|дать\s+ответ|ответить)\W*$",
    re.IGNORECASE,
)


def suggest_questions(text: str) -> list[str]:
    """The probable separate questions of an appeal, in order, each once; may be empty.

    Taken: sentences with a question mark, requests and demands («прошу», «требую»), sentences that
    open with a question word, and the items of a list that follows a request.
    """
    cleaned = clean_text(text)
    found: dict[str, None] = {}
    in_list = False
    for line in cleaned.split("\n"):
        item = _NUMBERED.match(line)
        if item and in_list:
            found[_tidy(line[item.end() :])] = None
            continue
        body = line[item.end() :] if item else line
        for _, _, sentence in sentences(body):
            if _is_question(sentence) and not _introduces_list(sentence):
                found[_tidy(sentence)] = None
        if line.strip():
            in_list = _introduces_list(line)
    return [question for question in found if question]


def _is_question(sentence: str) -> bool:
    if _COURTESY.search(sentence.strip()) or count_words(sentence) < 2:
        return False
    asks = _ASKING.search(sentence) or _OPENING.match(sentence.strip())
    return "?" in sentence[-4:] or asks is not None


def _introduces_list(line: str) -> bool:
    """«Прошу ответить на вопросы:» with the list on the lines below."""
    return line.rstrip().endswith(":") and bool(
        _ASKING.search(line) or re.search(r"\bвопрос", line, re.IGNORECASE)
    )


def _tidy(sentence: str) -> str:
    return clean_text(sentence, multiline=False).rstrip(";,")
