"""The tags and filters that every template may use."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

MOMENT = datetime(2026, 4, 26, 20, 30, tzinfo=UTC)
NOVOSIBIRSK = SimpleNamespace(timezone="Asia/Novosibirsk")


def drawn(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


def test_a_moment_is_shown_on_the_clocks_of_the_body() -> None:
    text = drawn("{{ m|local_time:b }}", m=MOMENT, b=NOVOSIBIRSK)
    assert "27 апреля 2026, понедельник, 03:30" in text
    assert 'datetime="2026-04-27T03:30:00+07:00"' in text
    assert "26 апреля 2026, воскресенье" in drawn("{{ m|local:'UTC' }}", m=MOMENT)
    assert ">27.04.2026<" in drawn("{{ m|short:b }}", m=MOMENT, b=NOVOSIBIRSK)
    assert ">27.04.2026 03:30<" in drawn("{{ m|short_time:b }}", m=MOMENT, b=NOVOSIBIRSK)


def test_a_bare_date_needs_no_zone_and_nothing_gives_nothing() -> None:
    day = date(2024, 4, 26)
    assert "26 апреля 2024, пятница" in drawn("{{ d|local:'' }}", d=day)
    assert drawn("{{ d|date_text }}", d=day) == "26 апреля 2024, пятница"
    for name in ("local", "local_time", "short", "short_time", "date_text", "days_left"):
        assert drawn("{{ d|" + name + " }}", d=None) == ""


def test_an_unknown_zone_does_not_break_the_page() -> None:
    assert "26 апреля 2026" in drawn("{{ m|local:'Mars/Olympus' }}", m=MOMENT)


@pytest.mark.parametrize(
    ("days", "words", "state"),
    [
        (16, "осталось 16 дней", "far"),
        (2, "осталось 2 дня", "near"),
        (-3, "просрочено на 3 дня", "late"),
    ],
)
def test_a_term_says_how_much_is_left(days: int, words: str, state: str) -> None:
    moment = datetime.now(UTC) + timedelta(days=days)
    text = drawn("{% due m 'UTC' %}", m=moment)
    assert words in text
    assert f"due-{state}" in text
    assert drawn("{{ m|days_left:'UTC' }}", m=moment) == words


def test_a_term_that_was_met_shows_its_date_only() -> None:
    text = drawn("{% due m 'UTC' met %}", m=MOMENT, met=MOMENT)
    assert "26 апреля 2026" in text
    assert "просрочено" not in text


def test_the_units_of_a_term_in_words() -> None:
    assert drawn("{{ 30|term:'calendar-days' }}") == "30 дней"
    assert drawn("{{ 1|term:'working-days' }}") == "1 рабочий день"
    assert drawn("{{ 8|term:'working-hours' }}") == "8 рабочих часов"
    assert drawn("{{ 0|term:'end-of-day' }}") == "в тот же день"


def test_a_badge_escapes_its_word_and_knows_its_states() -> None:
    assert (
        drawn("{% badge word 'good' %}", word="<b>")
        == '<span class="badge badge-good">&lt;b&gt;</span>'
    )
    assert "badge-quiet" in drawn("{% badge 'x' state %}", state='evil" onclick=')


def test_wrapping_tags_keep_what_stands_inside() -> None:
    text = drawn(
        "{% notice 'warn' title %}<p>{{ word }}</p>{% endnotice %}", title="<i>", word="a&b"
    )
    assert "notice-warn" in text
    assert "&lt;i&gt;" in text
    assert "<p>a&amp;b</p>" in text
    assert "<summary>Что?</summary>" in drawn("{% disclosure 'Что?' %}x{% enddisclosure %}")
    assert "Пусто" in drawn("{% empty 'Пусто' %}{% endempty %}")


def test_why_this_date_shows_rule_place_and_steps() -> None:
    deadline = {
        "basis": "59-ФЗ, ст. 12, ч. 1",
        "clause": "labour-novosibirsk:4.1",
        "steps": [{"text": "Первый шаг."}, "Второй шаг."],
        "preliminary": True,
    }
    text = drawn("{% why d %}", d=deadline)
    assert "Почему эта дата?" in text
    assert text.index("Первый шаг.") < text.index("Второй шаг.") < text.index("59-ФЗ")
    assert "порядка министерства" in text
    assert "Правительство утвердит" in text
    assert "порядка" not in drawn("{% why d %}", d={"clause": "no-such:1"})


def test_steps_mark_the_present_one() -> None:
    items = [{"title": "Раз", "state": "done"}, {"title": "Два", "state": "now"}]
    text = drawn("{% steps items 'UTC' %}", items=items)
    assert text.count('aria-current="step"') == 1
    assert text.index("Раз") < text.index('aria-current="step"') < text.index("Два")


class Named(forms.Form):
    name = forms.CharField(label="Имя")
    way = forms.ChoiceField(label="Как?", choices=[("a", "А")], widget=forms.RadioSelect)


def test_the_error_summary_links_to_each_field() -> None:
    text = drawn("{% error_summary form %}", form=Named({}))
    assert 'href="#id_name"' in text
    assert "Имя: обязательное поле." in text
    assert 'href="#id_way_0"' in text
    assert "Как?" not in text
    assert drawn("{% error_summary form %}", form=Named()).strip() == ""


def test_a_field_ties_its_hint_and_its_error_to_the_input() -> None:
    class Hinted(forms.Form):
        name = forms.CharField(label="Имя", help_text="Как в паспорте.")

    text = drawn("{{ form }}", form=Hinted({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in text
    assert 'id="id_name_helptext"' in text
    assert 'id="id_name_error"' in text
    assert 'aria-invalid="true"' in text


def test_a_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    text = drawn("{{ form.way.as_field_group }}", form=Named())
    assert "<fieldset" in text
    assert "<legend>Как?" in text
    assert '<label class="choice" for="id_way_0">' in text


def test_pages_and_sorting_keep_the_rest_of_the_query() -> None:
    request = RequestFactory().get("/desk/cases", {"q": "дорога", "older": "5"})
    text = drawn("{% pages page %}", request=request, page={"older": "9", "newer": ""})
    query = QueryDict(text.split('href="?')[1].split('"')[0].replace("&amp;", "&"))
    assert query.dict() == {"q": "дорога", "older": "9"}
    heading = drawn(
        "{% sort_heading 'Срок' 'due' %}", request=RequestFactory().get("/x?sort=due&older=5")
    )
    assert 'aria-sort="ascending"' in heading
    assert "sort=-due" in heading
    assert "older" not in heading


def test_sizes_of_files() -> None:
    assert drawn("{{ 10|megabytes }}") == "1 КБ"
    assert drawn("{{ n|megabytes }}", n=1_300_000) == "1,2 МБ"


def test_an_address_that_does_not_exist_gives_nothing() -> None:
    assert drawn("{% url_or_nothing 'desk:no-such-page' %}") == ""
    assert drawn("{% url_or_nothing 'portal:appearance' %}") == "/appearance"
