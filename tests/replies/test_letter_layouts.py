# ruff: noqa: E501 - a row is a layout as ministries print it
"""The parts of a letter are known in the layouts that ministries use; a correct letter is never stopped for its layout."""

import pytest

from otklik import regulations
from otklik.replies.checks import check_letter
from otklik.replies.checks.anatomy import PHONE, Anatomy

HEAD = "Министерство труда и социального развития Новосибирской области\n\n№ 1204-ТО/42 от 20.05.2026\nНа № О-310/2026 от 24.04.2026\n"
GREETING = "Уважаемый Григорий Павлович!"
BODY = """Ваше обращение о пособии на погребение, направленное в министерство труда и социального развития Новосибирской области, рассмотрено.

Пособие назначено. Отдел пособий перечислит 9 120 рублей на Ваш счёт до 29 мая 2026 года."""
SIGNED = "Первый заместитель министра                 Е. А. Бахарева"
EXECUTOR = "Лебедева Ирина Олеговна\n(383) 221-15-44"

STAMP = """ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ
Сертификат 45F1A90C77BE1200D3
Владелец Бахарева Елена Андреевна
Действителен с 12.01.2026 по 12.04.2027"""


def letter(
    *,
    head: str = HEAD,
    greeting: str = GREETING,
    signed: str = SIGNED,
    executor: str = EXECUTOR,
) -> str:
    return f"{head}\n\n{greeting}\n\n{BODY}\n\n{signed}\n\n{executor}\n"


def rules(text: str) -> list[str]:
    found = check_letter(regulations.profile("labour-novosibirsk"), text).findings
    return [f"{item.rule}: {item.text[:40]}" for item in found]


@pytest.mark.parametrize(
    "executor",
    [
        "Лебедева Ирина Олеговна\n(383) 221-15-44",
        "Лебедева Ирина Олеговна, (383) 221-15-44",
        "Исп. Лебедева И. О.\n8 (383) 238-62-97",
        "Исп.: Лебедева И.О., тел. 8 (383) 238-62-97",
        "Исполнитель: Лебедева Ирина Олеговна\nтел.: (383) 238-62-97",
        "Исполнитель:\nЛебедева Ирина Олеговна\n238 62 97",
        "И.О. Лебедева\n238 62 97",
        "И. О. Лебедева, тел. 238-62-97, доб. 1204",
        "Лебедева Ирина Олеговна\n+7 (4132) 60-70-80, доб. 12",
        "Лебедева Ирина Олеговна\nlebedeva@example.org\n+7 (4132) 60-70-80",
        "Лебедева Ирина Олеговна\nначальник отдела пособий\n8-383-238-62-97",
        "Лебедева\nИрина Олеговна\n(383) 238-62-97",
        "ЛЕБЕДЕВА ИРИНА ОЛЕГОВНА\n(383) 238-62-97",
        "Ирина Олеговна Лебедева (383) 238-62-97",
        "Лебедева Ирина (383)238-62-97",
        "Керимова Севиль Расим кызы\n83832386297",
        "Цой А. В.\nт. 8 (383) 296-50-44",
        "Петрова-Водкина А.В.\n8(34346)5-12-33",
        "Лебедева И.О.    Тел. 60-10-15",
        "Лебедева И.О. | (383) 238-62-97 | lebedeva@example.org",
    ],
)
def test_the_executor_is_known_however_he_is_named(executor: str) -> None:
    assert rules(letter(executor=executor)) == []
    found = Anatomy(letter(executor=executor)).executor
    assert found
    assert PHONE.search(" ".join(line.text for line in found))


@pytest.mark.parametrize(
    "signed",
    [
        "Министр\t\t\tЕ.А. Бахарева",
        "Министр Е.А.Бахарева",
        "С уважением,\n\nминистр                             Е. А. Бахарева",
        "С уважением,\nЕ. А. Бахарева,\nминистр труда и социального развития Новосибирской области",
        "Врио министра                       Е. А. Бахарева",
        "ВрИО министра                       Е. А. Бахарева",
        "И.о. министра                       Е. А. Бахарева",
        "И. о. министра                      Бахарева Е. А.",
        "Временно исполняющая обязанности\nминистра                            Е. А. Бахарева",
        "Заместитель министра –\nначальник управления\nсоциальных выплат                   Е. А. Бахарева",
        "Заместитель\nминистра труда\nи социального развития\nНовосибирской области\n\nЕ. А. Бахарева",
        "Заместитель министра\n\n\nЕ.А. Бахарева",
        "Первый заместитель министра   [подпись]   Е. А. Бахарева",
        "Начальник отдела пособий            Елена Андреевна Бахарева",
        "Первый заместитель министра         ЕЛЕНА БАХАРЕВА",
        "Первый заместитель министра         Е. А. БАХАРЕВА",
        f"{SIGNED}\n\n{STAMP}",
        f"Первый заместитель министра\n{STAMP}\n\nЕ. А. Бахарева",
        "Консультант отдела пособий          Е. А. Бахарева",
        "Главный специалист                  Е. А. Бахарева",
        "Министр                             Е. А. Аль-Хатиб",
        "Министр                             А. Ким",
    ],
)
def test_the_signature_is_known_however_it_is_set(signed: str) -> None:
    text = letter(signed=signed)
    assert rules(text) == []
    found = Anatomy(text)
    assert found.signature is not None
    assert found.body[-1].text.endswith("29 мая 2026 года.")


@pytest.mark.parametrize(
    "greeting",
    [
        "Уважаемая Анна-Мария Карловна!",
        "        Уважаемый Григорий Павлович!",
        "Уважаемый Григорий Павлович,",
        "Уважаемый Акиф Тофик оглы!",
        "Уважаемая Севиль Расим кызы!",
        "Уважаемые Ольга Ивановна и Пётр Ильич!",
        "Уважаемые жители дома № 5!",
        "Уважаемые коллеги!",
        "Здравствуйте!",
        "Здравствуйте, Александра!",
        "Добрый день, Саша!",
        "Уважаемый г-н Ковач!",
        "Уважаемый господин Ковач!",
        "Уважаемая госпожа Ли!",
    ],
)
def test_the_greeting_is_known_however_it_is_written(greeting: str) -> None:
    assert rules(letter(greeting=greeting)) == []
    assert Anatomy(letter(greeting=greeting)).salutation is not None


@pytest.mark.parametrize(
    "head",
    [
        HEAD.upper(),
        f"МИНИСТЕРСТВО\nТРУДА И СОЦИАЛЬНОГО РАЗВИТИЯ\nНОВОСИБИРСКОЙ ОБЛАСТИ\n(Минтрудсоцразвития НСО)\nСеребренниковская ул., 6, г. Новосибирск, 630007\nТел. (383) 238-75-10, факс (383) 238-75-11\nE-mail: info@example.org, https://example.org\nОКПО 12345678, ОГРН 1025400000001\nИНН/КПП 5406000001/540601001\n\n{HEAD}",
        f"{HEAD}\nГ.П. Орлову\norlov@example.org\nО рассмотрении обращения",
        "Министерство труда и социального развития Новосибирской области\n20.05.2026 № 1204-ТО/42 на № О-310/2026 от 24.04.2026",
    ],
)
def test_the_letterhead_is_left_alone(head: str) -> None:
    assert rules(letter(head=head)) == []
