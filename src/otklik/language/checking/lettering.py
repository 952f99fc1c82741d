"""Letters and signs: capitals, abbreviations, special symbols, Latin letters inside Russian words, gaps left open."""

import re
from collections.abc import Iterator

from otklik.language.checking.finding import Finding
from otklik.language.checking.reading import Reading, parses_of

LONGEST_ABBREVIATION = 6
WELL_KNOWN = frozenset(
    "РФ РСФСР СССР НСО ФЗ МФЦ СНИЛС ИНН КПП ОГРН ОГРНИП БИК МВД МЧС ФСБ ФНС ЖКХ ДТП ГАИ ГИБДД ЗАГС ООО ОАО ЗАО "
    "АО ПАО НАО ИП ТСЖ СНТ ТСН ЖСК СМИ США ПДФ QR PDF ГОСТ ТВ ЭВМ УФПС РЖД ВУЗ ЕГЭ ОГЭ МРОТ НДС НДФЛ УК ГК ТК КоАП "
    "АПК ГПК ЖК СК НК БК ТВ СВО ВИЧ ЭКГ ОМС ДМС МСЭ СФР ПФР ФСС ЦБ ТЭЦ АЭС ГЭС ТЭК СТО АЗС ЧП НИИ ЦК КПСС ООН ВОЗ "
    "XML CSV SMS СМС URL IT ИТ ТЦ ДК ПК ОС ЭЦП УКЭП ГБУ ГКУ ГАУ МБУ МУП ГУП ФГУП МКУ  ФИО СОШ МАОУ МБОУ МБДОУ МАДОУ "
    "МКОУ ГБОУ ФГБОУ ГБУЗ ЦРБ ГКБ АНО НКО ИФНС УФНС УМВД ФКУ ФГБУ БТИ ТРЦ ФАП НПК ДОСААФ ВДНХ ТЮЗ РЖД РОВД ОВД ЧС "
    "ПТС ПИН ОСАГО КАСКО СТС ВУС ДНК ВВП ЕИРЦ МАКС VK ВК "
    "ОК".split()
)
"""Abbreviations that everybody knows, or that are names of organisations' legal forms."""
_CAPITALS = re.compile(r"(?<![\w-])[А-ЯЁ]{2,}(?![\w-])")
_ROMAN = re.compile(r"[IVXLCDM]+")
_MIXED = re.compile(
    r"(?<![\w@./-])(?=[\w-]*[А-Яа-яЁё])(?=[\w-]*[A-Za-z])[A-Za-zА-Яа-яЁё]+(?![\w@/-])"
)
_LOOKALIKES = str.maketrans("AaBCcEeHKkMOoPpTXxyY", "АаВСсЕеНКкМОоРрТХхуУ")
_SYMBOL = re.compile(
    r"[★☆⭐✓✔✗✘●■□▪▫◆◇►▶➤→⇒←↑↓♦♣♠♥❤✦✧☑☒☎✉♻⚠❗❓‼⁉~^|\\<>{}#$&*=_+]|[\U0001F000-\U0001FAFF]"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|\b[a-z0-9-]+\.(?:ru|рф|su|com|org)\S*")
_GAP = re.compile(
    r"\{[^{}\n]{0,120}\}+|\[(?!(?:…|\.\.\.|подпись|печать|м\.\s?п\.)\])[^\[\]\n]{0,60}\]|<[^<>\n]{1,40}>|_{3,}|__?\.__?\.(?:\d{2,4}|_+)|%[A-Za-zА-ЯЁа-яё_]{2,30}%|"
    r"(?<= )(?:\.{3}|…) (?=(?:руб|тыс|млн|млрд|дн|день|рабочих|календарных|процент|человек|месяц|года?\b))|"
    r"\.{5,}|…{2,}|\bX{3,}\b|\bХ{3,}\b|№\s*_+|"
    r"\b[ХXхx]{2}\.[ХXхx]{2}\.(?:[ХXхx]{2,4}|20[ХXхx\d]{2})\b|\b[ДдDd]{2}\.[МмMm]{2}\.[ГгYy]{4}\b|\b00\.00\.0000\b|"
    r"\b[ХX]{2}\s+(?:рубл|дн|час|чел)\w*|"
    r"(?i:\((?:указать|указывается|нужное|вписать|заполнить|наименование|дата|сумма|фио|ф\.\s?и\.\s?о\.|должность|"
    r"адрес|телефон)[^()\n]{0,40}\))|"
    r"(?i:\b(?:вставить|вписать)\s+(?:(?:сюда|здесь|нужн\w+)\s+)?(?:дату|сумму|номер|имя|фамилию|фио|адрес|срок|"
    r"название|должность|текст)\b)|"
    r"(?i:(?<=\bот\s)указать\s+\w+|(?<=\bдо\s)указать\s+\w+|(?<=\bсумме\s)указать\s+\w+|(?<=\bразмере\s)указать\s+\w+)|"
    r"(?<!\w)Фамилия\s+И\.\s?О\.|(?<!\w)И\.\s?О\.\s?Фамилия|\bИмя\s+Отчество\b|\bТЕКСТ\s+ОТВЕТА\b|"
    r"(?i:\blorem\s+ipsum\b)|\bTODO\b|"
    r"(?i:\bтак(?:ого|ой|ому)-то\b)|(?i:«\s*»\s*(?:\w+\s+)?20\d\d)|№\s*(?=от\b|\n|$|[,.;])|(?<=№\s)…|(?<=от\s)…"
)
_FOOTNOTE = re.compile(r"^\s*\*+ ?\w", re.MULTILINE)
"""A footnote under a table: its star is no ornament."""
_EXPANDED = "далее"


def capitals(reading: Reading) -> Iterator[Finding]:
    """Whole words in capitals that are no abbreviations (industry-mordovia:11.2.14)."""
    for found in _CAPITALS.finditer(reading.text):
        word = found.group()
        if len(word) <= 3 or word in WELL_KNOWN:
            continue
        known = any(parse.known for parse in parses_of(word.lower()))
        if not known and len(word) <= LONGEST_ABBREVIATION:
            continue
        message = "Слово написано прописными буквами: так читать труднее."
        lowered = word.lower()
        before = reading.text[: found.start()].rstrip(' «"')
        starts = not before or before[-1] in ".!?\n:"
        suggestion = lowered.capitalize() if starts or _is_name(lowered) else lowered
        yield Finding("capitals", found.start(), found.end(), message, suggestion)


def _is_name(word: str) -> bool:
    parse = parses_of(word)[0]
    return bool(parse.grammemes & {"Name", "Surn", "Patr", "Geox"})


def abbreviations(reading: Reading) -> Iterator[Finding]:
    """Abbreviations not spelled out at their first use (industry-mordovia:11.2.3)."""
    seen: set[str] = set()
    for found in _CAPITALS.finditer(reading.text):
        word = found.group()
        if word in seen or word in WELL_KNOWN or not 2 <= len(word) <= LONGEST_ABBREVIATION:
            continue
        seen.add(word)
        if len(word) > 3 and any(parse.known for parse in parses_of(word.lower())):
            continue
        if _ROMAN.fullmatch(word) or _is_spelled_out(reading.text, word, found.start()):
            continue
        message = f"Сокращение «{word}» не расшифровано. Напишите полностью хотя бы в первый раз."
        yield Finding("abbreviations", found.start(), found.end(), message)


def _is_spelled_out(text: str, word: str, start: int) -> bool:
    """Whether the text itself says what the abbreviation means: «… (далее – ГРБС)», «(ГРБС)», «ГРБС (…)»."""
    before = text[max(0, start - 12) : start]
    after = text[start + len(word) : start + len(word) + 3]
    return "(" in before or _EXPANDED in before or after.lstrip().startswith("(")


def symbols(reading: Reading) -> Iterator[Finding]:
    """Signs that do not belong to a letter (industry-mordovia:11.2.12); «№», «§», «%» and «+7» do."""
    hidden = [(found.start(), found.end()) for found in _ADDRESS.finditer(reading.text)]
    hidden += [(found.start(), found.end()) for found in _GAP.finditer(reading.text)]
    for found in _SYMBOL.finditer(reading.text):
        if any(start <= found.start() < end for start, end in hidden):
            continue
        if found.group() == "+" and reading.text[found.end() : found.end() + 1].isdigit():
            continue
        if found.group() == "*" and _FOOTNOTE.search(reading.text):
            continue
        yield Finding(
            "special-symbols", found.start(), found.end(), "Особый знак: уберите его.", ""
        )


_LONE_LATIN = re.compile(r"(?<![\w@./-])[acoykACOYKBH](?= [а-яё«\d])(?<![A-Za-z] .)")


def mixed_script(reading: Reading) -> Iterator[Finding]:
    """Latin letters inside a Russian word: it looks right and cannot be found or read aloud."""
    hidden = [(found.start(), found.end()) for found in _ADDRESS.finditer(reading.text)]
    for found in _MIXED.finditer(reading.text):
        if any(start <= found.start() < end for start, end in hidden):
            continue
        mended = found.group().translate(_LOOKALIKES)
        suggestion = None if re.search(r"[A-Za-z]", mended) else mended
        message = "В слове смешаны русские и латинские буквы."
        yield Finding("mixed-script", found.start(), found.end(), message, suggestion)
    for found in _LONE_LATIN.finditer(reading.text):
        before = reading.text[max(0, found.start() - 2) : found.start()]
        if re.fullmatch(r"|[\s\S]?\n|[.!?»)] |[а-яё,:;] ", before):
            mended = found.group().translate(_LOOKALIKES)
            message = f"Буква «{found.group()}» – латинская, а нужна русская."
            yield Finding("mixed-script", found.start(), found.end(), message, mended)


def gaps(reading: Reading) -> Iterator[Finding]:
    """Places of a template that nobody filled; a line of underscores alone is a rule of the letterhead."""
    for found in _GAP.finditer(reading.text):
        left = reading.text.rfind("\n", 0, found.start()) + 1
        line = reading.text[left:].partition("\n")[0]
        if not line.strip(" _.…-–—"):
            continue
        yield Finding("gaps", found.start(), found.end(), "Здесь пропуск шаблона: заполните его.")
