"""What people may paste into a letter: it is printed as text or cleaned, and never fails."""

import io
from dataclasses import replace

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.samples import LETTER, UNIT_FORM, docx_words, pdf, pdf_words

from otklik.documents import (
    Answer,
    Letter,
    PaperBlock,
    PaperForm,
    PaperQuestion,
    clean,
    letter_docx,
    letter_pdf,
    questionnaire_pdf,
    unit_form_docx,
    unit_form_pdf,
    unit_form_xlsx,
    unprintable,
)
from otklik.documents.cleaning import _COVERED
from otklik.documents.letter import Typeface

HOSTILE = (
    '#set page(fill: red) #import "x" *жирно* _косо_ $x^2$ `код` <метка> @ссылка // нет /* нет */',
    "= Заголовок\n- пункт\n+ пункт\n/ Термин: слово\n\\ ~ -- --- ... #(1+1) ]] }} [[ {{",
    "<w:p>&amp;&lt;!-- ]]> <script>alert('1')</script> &#x1; \"кавычки\"",
    "{{ 7*7 }} {% for x in y %} {%p endif %} {{r mark }} {# примечание #}",
    "управление\x00\x01\x08\x0b\x0c\x1f\x7f\x85\u2028знаки\ud800\ufffe\uffff",
    "улыбка 😀 👨‍👩‍👧 флаг 🇷🇺 вправо \u202eовт\u202c \u200f\u200e\u2066а\u2069 стык\u200d",
    "中文 العربية עברית ไทย ﬁ ＡＢＣ e\u0301 и\u0306 ½ ² ™ № « » „ “ − ≤",
    "а" * 10_000,
    "https://example.org/" + "a1" * 5_000,
    "\t\n  \n\r\n\u00a0\n",
    "",
)


def everywhere(text: str) -> Letter:
    """A letter with the text in each place that people can fill."""
    return replace(
        LETTER,
        letterhead=replace(LETTER.letterhead, lines=(text,), address=text[:300], phone=text[:300]),
        number=text[:100],
        date_text=text[:100],
        reference_line=text[:300],
        recipient_lines=(text[:300], text[:300]),
        salutation=text[:300],
        opening=text,
        answers=(Answer(text, text, text), Answer("Второй вопрос", "Ответ.", text)),
        closing=(text,),
        signatory_post=text[:300],
        signatory_name=text[:300],
        signature_note=(text[:300],),
        executor=replace(LETTER.executor, name=text[:300], phone=text[:300], email=text[:300]),
        attachments=(text, text[:200]),
        title=text[:300],
        author=text[:300],
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_rendered_in_both_files_with_the_same_words(text: str) -> None:
    letter = everywhere(text)
    assert pdf(letter_pdf(letter)).pages
    docx.Document(io.BytesIO(letter_docx(letter)))


@pytest.mark.parametrize("text", HOSTILE[:4], ids=range(4))
def test_markup_is_printed_as_it_was_typed(text: str) -> None:
    letter = replace(LETTER, answers=(Answer("", text, ""),))
    assert docx_words(letter_docx(letter)) == pdf_words(letter_pdf(letter))
    assert "".join(text.split()).replace("-", "") in pdf_words(letter_pdf(letter))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_rendered_in_forms(text: str) -> None:
    form = replace(UNIT_FORM, title=text, unit=text[:300], notes=(text,), signatory_post=text[:300])
    assert unit_form_pdf(form)
    assert unit_form_docx(form)
    assert unit_form_xlsx(form)
    question = PaperQuestion("1", "11", text, "choice", (text[:300], "Да"), text[:300])
    paper = PaperForm(text[:300], (PaperBlock(text[:300], (question,)),), intro=text)
    assert questionnaire_pdf(paper)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_gives_a_pdf(text: str) -> None:
    assert letter_pdf(replace(LETTER, opening=text, salutation=text, mark=None))


@settings(max_examples=200)
@given(st.text())
def test_cleaning_leaves_only_what_the_typefaces_show_and_is_done_once(text: str) -> None:
    done = clean(text)
    assert all(map(_COVERED.match, done))
    assert clean(done) == done


def test_cleaning_keeps_letters_and_drops_what_cannot_be_seen() -> None:
    assert clean("Ёлка № 5 – «да»") == "Ёлка № 5 – «да»"
    assert clean("и\u0306") == "й"
    assert clean("да😀\u202e нет\x00") == "да нет"
    assert clean("ＡＢ ﬁ") == "AB fi"
    assert clean("王") == "?"
    assert unprintable("王 да 😀 да") == ("王", "😀")


def test_every_character_that_cleaning_lets_through_has_a_glyph() -> None:
    covered = [chr(code) for code in range(0x21, 0x2700) if _COVERED.match(chr(code))]
    text = " ".join(covered)
    typefaces: tuple[Typeface, ...] = ("serif", "sans")
    for typeface in typefaces:
        # PDF/UA refuses a character without a glyph; the salutation is set in bold.
        letter = replace(LETTER, typeface=typeface, opening=text, salutation=text)
        assert pdf(letter_pdf(letter)).pages
