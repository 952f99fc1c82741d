"""The living style page: every component with sample data, for whoever builds a page.

The samples are data, not interface, so they stand here in Russian.
"""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from otklik.web.access import signed_in

ZONE = "Asia/Novosibirsk"


class SampleForm(forms.Form):
    """One field of each kind."""

    surname = forms.CharField(label="Фамилия", help_text="Как в паспорте.", max_length=20)
    day = forms.DateField(label="Дата", widget=forms.DateInput(attrs={"class": "input-short"}))
    text = forms.CharField(label="Текст", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    choice = forms.ChoiceField(
        label="Одно из нескольких",
        widget=forms.RadioSelect,
        choices=[("one", "Первое"), ("two", "Второе")],
    )
    several = forms.MultipleChoiceField(
        label="Несколько сразу",
        widget=forms.CheckboxSelectMultiple,
        choices=[("one", "Первое"), ("two", "Второе")],
        required=False,
    )
    agreed = forms.BooleanField(label="Прочитано", required=False)
    listed = forms.ChoiceField(label="Из списка", choices=[("one", "Первое"), ("two", "Второе")])
    file = forms.FileField(label="Файл", required=False)


@signed_in
@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Show the components in the desk's look, or with `?face=portal` in the portal's."""
    face = "portal" if request.GET.get("face") == "portal" else "desk"
    return render(request, "web/style.html", {"layout": f"web/{face}.html", **_samples()})


def _samples() -> dict[str, object]:
    now = timezone.now()
    deadline = {
        "due": now + timedelta(days=6),
        "basis": "Статья 12 закона № 59-ФЗ: тридцать дней со дня регистрации.",
        "steps": [{"text": "Зарегистрировано."}, {"text": "Тридцать календарных дней."}],
        "preliminary": True,
    }
    return {
        "zone": ZONE,
        "now_moment": now,
        "soon": now + timedelta(days=2),
        "later": now + timedelta(days=16),
        "past": now - timedelta(days=3),
        "deadline": deadline,
        "empty_form": SampleForm(prefix="empty"),
        "wrong_form": SampleForm(
            {"wrong-surname": "А" * 21, "wrong-day": "31.02.2026"}, prefix="wrong"
        ),
        "entries": [
            {"at": now, "who": "Иванова М. П.", "text": "Зарегистрировано."},
            {"at": now - timedelta(hours=3), "text": "Поступило с сайта."},
        ],
        "way": [
            {"title": "Получено", "state": "done", "at": now - timedelta(days=2)},
            {"title": "Зарегистрировано", "state": "done", "at": now - timedelta(days=1)},
            {
                "title": "Рассматривается",
                "state": "now",
                "text": "Ответ придёт до 4 декабря.",
                "deadline": deadline,
            },
            {"title": "Ответ дан", "state": "later"},
        ],
        "pairs": [("Клиент", "Петров Пётр Петрович"), ("Номер", "О-15/2026"), ("Примечание", "")],
        "tab_items": [("Все", "/desk/style", 128), ("Просрочены", "/desk/style?late=1", 3)],
        "page": {"older": "12", "newer": "34"},
    }
