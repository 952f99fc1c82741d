"""A draft read as the letter that will be printed: every finding of the letter stands at its part."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik import documents, regulations
from otklik.replies.checks import CaseFacts
from otklik.replies.checks.explaining import Decided, check, names_what_was_done
from otklik.replies.proof import Asked, Proof, printed, proof_of

FACTS = CaseFacts(
    gender="f",
    name="Анна Ильинична",
    addressee="министерство",
    questions=("Какие меры поддержки есть для пекарни?",),
    type="application",
    people=("Соколова",),
)
QUESTION = "Какие меры поддержки есть для пекарни?"
GOOD = "Для пекарни есть субсидия на оборудование и льготный заём. Заявку примут в МФЦ до 1 июня 2026 года."
OPENING = "Вы написали в министерство о мерах поддержки для пекарни."


def letter(draft: dict[str, Any], asked: list[Asked], sentence: str) -> documents.Letter:
    return documents.Letter(
        letterhead=documents.Letterhead(("МИНИСТЕРСТВО",)),
        number="",
        date_text="",
        reference_line="На № О-12/2026 от 03.03.2026",
        recipient_lines=("Соколовой А. И.",),
        salutation=draft["salutation"],
        opening=draft["opening"],
        answers=tuple(
            documents.Answer(one.text, draft["answers"].get(one.key, ""), sentence) for one in asked
        ),
        closing=(),
        signatory_post="Министр",
        signatory_name="П. П. Петров",
        executor=documents.ExecutorMark("Сотрудникова М. П.", "8 (383) 000-00-00"),
        mark=documents.SatisfactionMark("Оцените ответ:", "https://example.org/s/1", 10, 2),
        draft=True,
    )


def proof(
    answer: str = GOOD,
    *,
    body: str = "labour-novosibirsk",
    outcome: str = "possible",
    sentence: str = "Ваш вопрос может быть решён, но назвать точный срок сейчас нельзя.",
    promised: bool = False,
    pages: int = 1,
    **changes: str,
) -> Proof:
    draft = {
        "salutation": "Уважаемая Анна Ильинична!",
        "opening": OPENING,
        "answers": {"7": answer},
        "closing": "",
        **changes,
    }
    asked = [Asked("7", QUESTION, outcome, "", promised)]
    profile = regulations.profile(body)
    return proof_of(profile, letter(draft, asked, sentence), draft, asked, FACTS, pages)


def rules(found: Proof) -> set[tuple[str, str]]:
    return {(item.part, item.finding.rule) for item in found.findings}


def grave(found: Proof) -> set[tuple[str, str]]:
    return {
        (item.part, item.finding.rule) for item in found.findings if item.finding.severity != "hint"
    }


@pytest.mark.parametrize("body", ["economy-novosibirsk", "labour-novosibirsk", "industry-mordovia"])
def test_a_good_letter_has_no_grave_finding(body: str) -> None:
    assert grave(proof(body=body)) == set()


@pytest.mark.parametrize(
    ("changes", "part", "rule"),
    [
        ({"salutation": "Уважаемый Анна Ильинична!"}, "salutation", "salutation"),
        ({"opening": "Ваше письмо получено."}, "opening", "first-paragraph"),
        ({"answer": f"{GOOD} Дорога будет отремонтирована."}, "answer-7", "promise-date"),
        ({"answer": f"{GOOD} Снилс: 112-233-445 95."}, "answer-7", "personal-data"),
        ({"answer": f"{GOOD} Петрова Мария Ивановна уже получила."}, "answer-7", "personal-data"),
        ({"answer": f"{GOOD} Выплата придёт {{дата}}."}, "answer-7", "gaps"),
        ({"closing": "Справки по телефонy."}, "closing", "mixed-script"),
        ({"pages": 3}, "", "page-limit"),
    ],
)
def test_each_planted_fault_stands_at_its_part(
    changes: dict[str, Any], part: str, rule: str
) -> None:
    assert (part, rule) in rules(proof(**changes))


def test_the_place_is_counted_in_the_part_s_own_text() -> None:
    answer = f"  {GOOD}\n\nОсуществляется проверка заявки."
    found = [item for item in proof(answer).of("answer-7") if item.finding.end]
    assert found
    for item in found:
        place = item.finding
        assert answer[place.start : place.end] == place.text


def test_a_promise_whose_day_is_printed_with_the_outcome_is_no_fault() -> None:
    answer = (
        "Дорога будет отремонтирована: подрядчик уже завёз щебень и начал работу на первом участке."
    )
    sentence = "Ваш вопрос будет решён до 20 декабря 2026 года."
    with_day = proof(answer, outcome="promised", promised=True, sentence=sentence)
    assert ("answer-7", "promise-date") not in rules(with_day)
    assert ("answer-7", "promise-date") in rules(proof(answer))


def test_the_words_of_the_order_and_of_the_client_are_not_mended() -> None:
    asked = [Asked("7", "Осуществляется ли проверка?", "solved", "", promised=False)] * 2
    draft = {"salutation": "", "opening": OPENING, "answers": {"7": GOOD}, "closing": ""}
    found = proof_of(
        regulations.profile("economy-novosibirsk"),
        letter(draft, asked, "Ваш вопрос решён."),
        draft,
        asked,
        FACTS,
        1,
    )
    assert not [item for item in found.findings if "осуществляется" in item.finding.text.lower()]


@given(st.text(alphabet="аб в.\n№1", max_size=60), st.text(alphabet="вг д.\n", max_size=60))
@settings(max_examples=60)
def test_every_stretch_of_the_text_leads_back_to_its_own_characters(one: str, two: str) -> None:
    asked = [Asked("7", QUESTION, "solved", "", promised=False)]
    draft = {"salutation": "", "opening": one, "answers": {"7": two}, "closing": ""}
    page = printed(letter(draft, asked, "Ваш вопрос решён."), draft, asked)
    texts = {"opening": one, "answer-7": two}
    for span in page.spans:
        if span.part in texts:
            length = span.end - span.start
            assert (
                texts[span.part][span.offset : span.offset + length]
                == page.text[span.start : span.end]
            )
            assert page.place(span.start, span.end).part == span.part


class TestExplaining:
    @pytest.mark.clause("labour-novosibirsk:3.3")
    @pytest.mark.clause("industry-mordovia:6.6.b")
    @pytest.mark.parametrize("body", ["labour-novosibirsk", "industry-mordovia"])
    @pytest.mark.parametrize(
        ("outcome", "answer"),
        [
            ("solved", "Ваш вопрос решён."),
            ("promised", "Вопрос будет решён."),
            ("possible", "Вопрос может быть решён."),
            ("impossible", "Ваш вопрос не может быть решён."),
        ],
    )
    def test_an_outcome_that_is_only_restated_gets_a_warning(
        self, body: str, outcome: str, answer: str
    ) -> None:
        found = proof(answer, body=body, outcome=outcome, promised=True).of("answer-7")
        clause = {"labour-novosibirsk": "3.3", "industry-mordovia": "6.6.b"}[body]
        assert [
            (item.finding.severity, item.finding.clause)
            for item in found
            if item.finding.rule == "decision-explained"
        ] == [("warn", f"{body}:{clause}")]

    @pytest.mark.parametrize("outcome", ["solved", "promised", "possible", "impossible"])
    def test_an_explained_outcome_gets_none(self, outcome: str) -> None:
        assert ("answer-7", "decision-explained") not in rules(proof(outcome=outcome))

    def test_the_reason_of_a_refusal_counts_as_its_explanation(self) -> None:
        reason = "доход семьи выше двух прожиточных минимумов"
        said = [
            found.rule for found in check(Decided("impossible", reason, "Пособие не положено."))
        ]
        assert "decision-explained" not in said

    @pytest.mark.clause("economy-novosibirsk:7.1")
    def test_a_solved_question_names_what_was_done(self) -> None:
        found = proof("Ваш вопрос решён.", body="economy-novosibirsk", outcome="solved")
        named = [item.finding for item in found.of("answer-7") if item.finding.rule == "done-named"]
        assert [(item.severity, item.clause) for item in named] == [
            ("block", "economy-novosibirsk:7.1")
        ]

    @pytest.mark.parametrize(
        "answer",
        [
            "Субсидия перечислена 5 марта.",
            "Мы отремонтировали дорогу.",
            "Меры есть.",
            "Заявку нашли.",
            "Вы в реестре с 5 марта 2026 года.",
            "Льгота действует с января.",
            "Пять рабочих дней после полного пакета бумаг.",
        ],
    )
    def test_a_fact_is_known_for_one(self, answer: str) -> None:
        assert names_what_was_done(answer)

    @pytest.mark.parametrize(
        "answer", ["Ваш вопрос решён.", "Вопрос рассмотрен и решён положительно.", "Спасибо!", ""]
    )
    def test_a_mere_word_that_it_is_solved_is_none(self, answer: str) -> None:
        assert not names_what_was_done(answer)
