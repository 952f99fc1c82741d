"""Guards of forwarding and of no reply, without a database: names of bodies, grounds and what they rest on."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.cases.leaving_rules import (
    CaseFacts,
    Claim,
    Forward,
    Surroundings,
    body_key,
    claim_problems,
    complained_problems,
    decision_problems,
    forwarding_problems,
    is_page_address,
    same_body,
)
from otklik.cases.rules import Problem
from otklik.regulations import profile
from otklik.staff.models import Power

LN = profile("labour-novosibirsk")
IM = profile("industry-mordovia")
REGION = "Новосибирская область"
FULL = "министерство труда и социального развития Новосибирской области"
OWN = (FULL, "Минтруда и соцразвития НСО", "министерству труда и социального развития")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ООО «Тёплый дом»", "Общество с ограниченной ответственностью ТЕПЛЫЙ ДОМ"),
        ("ООО «Теплый дом»", 'ооо "теплый  дом"'),
        ("УК «Уют»", "Управляющая компания «Уют»"),
        ("МУП «Водоканал»", "муниципальное унитарное предприятие Водоканал"),
        ("ГБУ НСО «Центр занятости»", "Государственное бюджетное учреждение Центр занятости"),
        ("ПАО Энергосбыт", "публичное акционерное общество «Энергосбыт»"),
        ("ИП Иванов И. И.", "индивидуальный предприниматель Иванов И.И."),
        ("Администрация города Бердска", "администрация г. Бердска"),
        ("Мин-во строительства НСО", "Министерство строительства Новосибирской области"),
        ("Министерство строительства", "министерством строительства Новосибирской области"),
        ("Прокуратура Новосибирской обл.", "Прокуратуру Новосибирской области"),
        ("Школа № 5", "школа №5"),
    ],
)
def test_one_body_written_in_two_ways_is_one_body(one: str, other: str) -> None:
    assert same_body(one, other, region=REGION)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Министерство строительства НСО", "Министерство строительства Российской Федерации"),
        ("Государственная жилищная инспекция", "Муниципальная жилищная инспекция"),
        ("Школа № 5", "Школа № 6"),
        ("ООО «Тёплый дом»", "ООО «Тёплый дом плюс»"),
        ("Администрация города Бердска", "Администрация Искитимского района"),
        ("Прокуратура города Бердска", "Прокуратура Новосибирской области"),
        ("", ""),
        ("ООО", "ЗАО"),
    ],
)
def test_two_bodies_with_like_names_are_two(one: str, other: str) -> None:
    assert not same_body(one, other, region=REGION)


def test_a_body_is_known_by_its_short_name_too() -> None:
    assert not same_body(FULL, OWN[1], region=REGION)
    assert same_body(FULL, OWN[1], known=[OWN], region=REGION)
    assert not same_body(FULL, "Минстрой НСО", known=[OWN, ("Минстрой НСО",)], region=REGION)


WORDS = st.lists(
    st.sampled_from("комитет архив водоканал центр занятости инспекция дорога школа лес".split()),
    min_size=1,
    max_size=5,
)


@given(words=WORDS, seed=st.randoms(use_true_random=False))
def test_neither_capitals_nor_quotes_nor_order_of_the_form_change_a_name(
    words: list[str], seed: Random
) -> None:
    plain = " ".join(words)
    shuffled = [word.upper() if seed.random() < 0.5 else f"«{word}»" for word in words]
    assert same_body(plain, f"ООО {', '.join(shuffled)}")
    assert body_key(plain) == body_key(f"  {plain.title()} .")


@given(one=WORDS, other=WORDS)
def test_sameness_is_mutual_and_true_of_oneself(one: list[str], other: list[str]) -> None:
    first, second = " ".join(one), " ".join(other)
    assert same_body(first, first)
    assert same_body(first, second) == same_body(second, first)
    assert same_body(first, second) == (set(one) == set(other))


def around(**changes: object) -> Surroundings:
    return Surroundings(**{"own_names": OWN, "known": [OWN], "region": REGION, **changes})  # type: ignore[arg-type]


def wanted(**changes: object) -> Forward:
    parts: dict[str, object] = {
        "recipient": "Прокуратура Новосибирской области",
        "reason": "Надзор ведёт прокуратура",
        "channel": "post",
        "chosen": 1,
        "remaining": 1,
    }
    return Forward(**(parts | changes))  # type: ignore[arg-type]


def fields(problems: list[Problem]) -> list[str]:
    return [problem.field for problem in problems]


def test_a_forwarding_to_another_body_with_its_reason_may_go() -> None:
    assert forwarding_problems(LN, wanted(), around()) == []


@pytest.mark.parametrize(
    "name", [*OWN, FULL.upper(), "в министерство труда и социального развития"]
)
def test_to_oneself_nothing_is_forwarded_by_whatever_name(name: str) -> None:
    found = forwarding_problems(LN, wanted(recipient=name), around())
    assert fields(found) == ["recipient"]
    assert found[0].clause == "labour-novosibirsk:25.a"


@pytest.mark.clause("industry-mordovia:6.5.b")
def test_to_the_body_complained_about_nothing_is_forwarded() -> None:
    here = around(complained_body="прокуратура новосибирской обл.")
    found = forwarding_problems(IM, wanted(), here)
    assert (fields(found), found[0].clause) == (["recipient"], "industry-mordovia:6.5.b")
    assert forwarding_problems(IM, wanted(recipient="Генеральная прокуратура РФ"), here) == []


def test_a_complaint_about_the_ministry_is_not_given_to_those_below_it() -> None:
    below = around(barred=("ГБУ «Центр занятости»",))
    found = forwarding_problems(LN, wanted(recipient="Центр занятости"), below)
    assert fields(found) == ["recipient"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"recipient": " "}, "recipient"),
        ({"recipient": "«ООО»"}, "recipient"),
        ({"reason": "\n"}, "reason"),
        ({"channel": "vk"}, "channel"),
        ({"chosen": 0}, "questions"),
    ],
)
def test_what_a_forwarding_lacks_is_said_at_its_field(
    change: dict[str, object], field: str
) -> None:
    assert fields(forwarding_problems(LN, wanted(**change), around())) == [field]


def test_where_a_case_is_never_split_a_part_is_not_forwarded() -> None:
    whole = LN.model_copy(
        update={
            "switches": tuple(
                item.model_copy(update={"value": False})
                if item.code == "split_partly_outside"
                else item
                for item in LN.switches
            )
        }
    )
    part = wanted(chosen=1, remaining=2)
    assert forwarding_problems(LN, part, around()) == []
    assert fields(forwarding_problems(whole, part, around())) == ["questions"]


@pytest.mark.clause("labour-novosibirsk:26.b")
@pytest.mark.parametrize("code", ["unclear", "illegible"])
def test_what_cannot_be_understood_or_read_is_not_forwarded(code: str) -> None:
    found = forwarding_problems(LN, wanted(), around(ground=LN.ground(code)))
    assert found[0].clause == "labour-novosibirsk:26.b"
    assert LN.ground(code).label in str(found[0].message)
    assert forwarding_problems(LN, wanted(), around(ground=LN.ground("court"))) == []


TEXT = "Прошу помочь.\nВы все  негодяи и бездельники."
FACTS = CaseFacts(type="application", text=TEXT, files=1, complained=True)
GOOD = {
    "court": {},
    "abusive": {"passage": "вы все негодяи"},
    "illegible": {},
    "unclear": {},
    "repeated": {"earlier": 2},
    "published": {"page": "https://mtsrg.nso.ru/page/12"},
    "secret": {"secret": "налоговая тайна"},
    "complained-body": {},
    "anonymous": {},
}


@pytest.mark.parametrize("code", GOOD)
def test_each_ground_of_the_law_on_appeals_holds_with_what_it_rests_on(code: str) -> None:
    claim = Claim(code, "Так и есть", text="Уведомление", **GOOD[code])  # type: ignore[arg-type]
    assert claim_problems(LN, claim, FACTS) == []
    bare = Claim(code, " ", text="Уведомление", **GOOD[code])  # type: ignore[arg-type]
    assert fields(claim_problems(LN, bare, FACTS)) == ["reason"]


@pytest.mark.parametrize(
    ("code", "said", "field"),
    [
        ("abusive", {"passage": "вы прекрасны"}, "passage"),
        ("abusive", {"passage": " "}, "passage"),
        ("repeated", {"earlier": 1}, "earlier"),
        ("published", {"page": "на сайте министерства"}, "page"),
        ("secret", {"secret": ""}, "secret"),
        ("anonymous", {"crime": True}, "crime"),
    ],
)
def test_a_ground_without_what_it_rests_on_is_refused(
    code: str, said: dict[str, object], field: str
) -> None:
    claim = Claim(code, "Так и есть", text="Уведомление", **said)  # type: ignore[arg-type]
    assert fields(claim_problems(LN, claim, FACTS)) == [field]


def test_an_illegible_appeal_needs_its_scan_and_a_returned_complaint_its_subject() -> None:
    bare = CaseFacts(type="complaint", text=TEXT, files=0, complained=False)
    for code in ("illegible", "complained-body"):
        claim = Claim(code, "Так и есть", text="Уведомление")
        assert fields(claim_problems(LN, claim, bare)) == ["ground"]


def test_the_notice_is_not_empty_where_the_client_can_be_told() -> None:
    claim = Claim("unclear", "Набор слов", text=" ")
    assert fields(claim_problems(LN, claim, FACTS)) == ["text"]
    nobody = CaseFacts(type="application", text=TEXT, files=1, complained=False, can_be_told=False)
    assert claim_problems(LN, claim, nobody) == []


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("application", "request-foreign"),
        ("information-request", "court"),
        ("deputy-enquiry", "court"),
        ("message", "unclear"),
        ("application", "no-such-ground"),
    ],
)
def test_a_ground_of_another_law_is_refused_and_no_law_means_no_ground(
    kind: str, code: str
) -> None:
    facts = CaseFacts(type=kind, text=TEXT, files=1, complained=True)
    found = claim_problems(LN, Claim(code, "Так", text="Уведомление"), facts)
    assert (fields(found), found[0].clause) == (["ground"], "labour-novosibirsk:7.4")


def decided(code: str, *, decider: int = 2, powers: set[Power]) -> list[str]:
    ground = LN.ground(code)
    found = decision_problems(
        LN, ground, decider=decider, proposer=1, powers=frozenset(map(str, powers))
    )
    return [problem.clause for problem in found]


@pytest.mark.clause("labour-novosibirsk:7.4")
def test_a_second_person_decides_and_on_the_end_of_correspondence_the_head() -> None:
    assert decided("court", powers={Power.ASSIGN}) == []
    assert decided("court", powers={Power.SIGN}) == []
    assert decided("court", powers={Power.EXECUTE}) != []
    assert decided("repeated", powers={Power.ASSIGN}) == ["labour-novosibirsk:9.5"]
    assert decided("repeated", powers={Power.SIGN}) == []
    own = decided("court", decider=1, powers={Power.ASSIGN, Power.SIGN})
    assert own == ["labour-novosibirsk:7.4"]


def test_only_a_complaint_is_about_somebody() -> None:
    assert complained_problems(LN, type="complaint", complained=True) == []
    assert complained_problems(LN, type="application", complained=False) == []
    assert fields(complained_problems(LN, type="application", complained=True)) == [
        "complained_body"
    ]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("https://mtsrg.nso.ru/page/12", True),
        ("http://example.org", True),
        ("mtsrg.nso.ru/page", False),
        ("javascript:alert(1)", False),
        ("https://[", False),
        ("https://localhost", False),
        ("", False),
    ],
)
def test_the_address_of_a_page_is_told_from_words(text: str, is_one: bool) -> None:
    assert is_page_address(text) is is_one
