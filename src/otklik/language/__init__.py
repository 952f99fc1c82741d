"""Russian: names and forms of address, clean text, dates in words, search stems, readability.

Pure: no framework, no database, no clock.  Everything other rooms use is named here.
"""

from otklik.language.dates import (
    date_long,
    date_short,
    date_words,
    days_left,
    duration,
    plural,
    plural_form,
)
from otklik.language.declension import dative, genitive
from otklik.language.gender import KNOWN_EXCEPTIONS, GenderGuess, guess_gender
from otklik.language.lettering import looks_mixed_script
from otklik.language.names import FullName, initials, initials_first, parse_name
from otklik.language.questions import suggest_questions
from otklik.language.readability import (
    ENOUGH_WORDS,
    LongSentence,
    Readability,
    long_sentences,
    measure,
    sentences,
)
from otklik.language.salutation import (
    Salutation,
    SalutationRow,
    SalutationSettings,
    SalutationTexts,
    address,
    address_group,
    address_line,
    address_organisation,
    looks_like_group,
    looks_like_organisation,
    salutation_report,
)
from otklik.language.search import search_text, stems
from otklik.language.text import (
    TextProblem,
    clean_text,
    describe_problems,
    excerpt,
    looks_unreadable,
    strip_quoted_reply,
)

__all__ = [
    "ENOUGH_WORDS",
    "KNOWN_EXCEPTIONS",
    "FullName",
    "GenderGuess",
    "LongSentence",
    "Readability",
    "Salutation",
    "SalutationRow",
    "SalutationSettings",
    "SalutationTexts",
    "TextProblem",
    "address",
    "address_group",
    "address_line",
    "address_organisation",
    "clean_text",
    "date_long",
    "date_short",
    "date_words",
    "dative",
    "days_left",
    "describe_problems",
    "duration",
    "excerpt",
    "genitive",
    "guess_gender",
    "initials",
    "initials_first",
    "long_sentences",
    "looks_like_group",
    "looks_like_organisation",
    "looks_mixed_script",
    "looks_unreadable",
    "measure",
    "parse_name",
    "plural",
    "plural_form",
    "salutation_report",
    "search_text",
    "sentences",
    "stems",
    "strip_quoted_reply",
    "suggest_questions",
]
