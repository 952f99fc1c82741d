"""One step of counting a term, and the plain Russian sentence that tells it.

Sentences stand here and not in a catalogue because this floor is pure: the command line, the
pages and the letters all say the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from otklik.worktime.errors import CalendarError

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
WEEKDAYS = (
    "понедельник",
    "вторник",
    "среда",
    "четверг",
    "пятница",
    "суббота",
    "воскресенье",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what happened (`kind`), the date or aware moment it led to, and its values.

    The kinds are the keys of `SENTENCES`. Raises CalendarError for another kind.
    """

    kind: str
    at: date | datetime
    params: Mapping[str, str | int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind not in SENTENCES:
            raise CalendarError(f"a step of counting cannot be {self.kind!r}")
        object.__setattr__(self, "params", MappingProxyType(dict(self.params)))

    @property
    def day(self) -> date:
        """The date of the step."""
        return self.at.date() if isinstance(self.at, datetime) else self.at

    def as_json(self) -> dict[str, object]:
        """Plain values for storage, with the sentence; `from_json` reads them back."""
        return {
            "kind": self.kind,
            "at": self.at.isoformat(),
            "params": dict(self.params),
            "text": describe(self),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Step:
        """The step that `as_json` wrote; CalendarError when the data are something else."""
        kind, at, params = data.get("kind"), data.get("at"), data.get("params")
        if not (isinstance(kind, str) and isinstance(at, str) and isinstance(params, Mapping)):
            raise CalendarError("a stored step of counting is damaged")
        try:
            moment = datetime.fromisoformat(at) if "T" in at else date.fromisoformat(at)
        except ValueError as error:
            raise CalendarError(f"a stored step of counting has a wrong date {at!r}") from error
        return cls(kind, moment, params)


def describe(step: Step) -> str:
    """The step as one plain Russian sentence."""
    return SENTENCES[step.kind](step)


def say_date(day: date) -> str:
    """«26 апреля 2024, пятница»."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}, {WEEKDAYS[day.weekday()]}"


def say_moment(moment: date | datetime) -> str:
    """«26 апреля 2024, пятница, 17:30»; a bare date has no hour."""
    if isinstance(moment, datetime):
        return f"{say_date(moment)}, {moment:%H:%M}"
    return say_date(moment)


_ENTER = ("входят", "входят")


def plural(count: int, one: str, few: str, many: str) -> str:
    """The Russian word form that goes with the number: «1 день, 2 дня, 5 дней»."""
    if count % 10 == 1 and count % 100 != 11:
        return one
    return few if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14 else many


def _days(count: int, adjective: str) -> str:
    one, many = {
        "calendar": ("календарный", "календарных"),
        "working": ("рабочий", "рабочих"),
        "off": ("нерабочий", "нерабочих"),
    }[adjective]
    word = plural(count, one, many, many)
    return f"{count} {word} {plural(count, 'день', 'дня', 'дней')}"


def _hours(count: int) -> str:
    return (
        f"{count} {plural(count, 'рабочий', 'рабочих', 'рабочих')} "
        f"{plural(count, 'час', 'часа', 'часов')}"
    )


def _minutes(count: int) -> str:
    hours, minutes = divmod(count, 60)
    parts = [f"{hours} ч"] if hours else []
    if minutes or not hours:
        parts.append(f"{minutes} мин")
    return " ".join(parts)


def _number(step: Step, name: str) -> int:
    return int(step.params.get(name, 0))


def _date(step: Step, name: str) -> date:
    return date.fromisoformat(str(step.params[name]))


def _because(step: Step) -> str:
    note = step.params.get("note")
    return f" ({note})" if note else ""


def _by(step: Step) -> str:
    name = step.params.get("by")
    return f" (решение: {name})" if name else ""


SENTENCES: dict[str, Callable[[Step], str]] = {
    "start": lambda s: f"Начало: {say_moment(s.at)}.",
    "start-is-day-zero": lambda s: (
        f"День начала, {say_date(s.day)}, не считается: срок идёт со следующего дня."
    ),
    "start-is-day-one": lambda s: f"День начала, {say_date(s.day)}, считается первым днём срока.",
    "add-calendar-days": lambda s: (
        f"Срок {_days(_number(s, 'amount'), 'calendar')} приводит к дате {say_date(s.day)}."
    ),
    "add-working-days": lambda s: (
        f"Срок {_days(_number(s, 'amount'), 'working')} заканчивается в день {say_date(s.day)}."
    ),
    "add-working-hours": lambda s: (
        f"Срок {_hours(_number(s, 'amount'))} заканчивается {say_moment(s.at)}."
    ),
    "day-off": lambda s: f"{say_date(s.day)}: нерабочий день{_because(s)}.",
    "day-off-stays": lambda s: (
        f"По правилу органа срок, который заканчивается в нерабочий день, не переносится: "
        f"{say_date(s.day)}."
    ),
    "moved-to-previous": lambda s: (
        f"Срок переносится на предыдущий рабочий день: {say_date(s.day)}."
    ),
    "previous-before-start": lambda s: (
        f"Предыдущий рабочий день, {say_date(s.day)}, заканчивается раньше, чем начался срок."
    ),
    "moved-to-next": lambda s: f"Срок переносится на следующий рабочий день: {say_date(s.day)}.",
    "moved-to-opening": lambda s: (
        f"Начало приходится на нерабочее время: отсчёт идёт с открытия, {say_moment(s.at)}."
    ),
    "days-off-skipped": lambda s: (
        f"{_days(_number(s, 'amount'), 'off')} между {say_date(_date(s, 'since'))}, "
        f"и {say_date(s.day)}, в счёт не {plural(_number(s, 'amount'), 'входит', *_ENTER)}."
    ),
    "working-day-off": lambda s: (
        f"{say_date(s.day)}: рабочий день по производственному календарю{_because(s)}."
    ),
    "shortened": lambda s: (
        f"{say_date(s.day)}: сокращённый день, короче на {_minutes(_number(s, 'minutes'))}."
    ),
    "worked": lambda s: (
        f"{say_date(s.day)}: в счёт идёт {_minutes(_number(s, 'minutes'))} рабочего времени."
    ),
    "days-before": lambda s: (
        f"Сделать это нужно за {_days(_number(s, 'amount'), 'calendar')} до этого срока, "
        f"не позднее рабочего дня {say_date(s.day)}."
    ),
    "earlier-term": lambda s: f"Первоначальный срок: {say_moment(s.at)}.",
    "extended": lambda s: (
        f"Срок продлён на {_days(_number(s, 'amount'), 'calendar')}, до {say_date(s.day)}{_by(s)}."
    ),
    "extension-limit": lambda s: (
        f"Продлить срок можно не больше чем на {_days(_number(s, 'amount'), 'calendar')}: "
        f"до {say_date(s.day)}."
    ),
    "chosen-earlier": lambda s: (
        f"Решено ответить раньше срока по закону, до {say_date(s.day)}{_because(s)}{_by(s)}."
    ),
    "legal-limit": lambda s: (
        f"Внутренний срок не может быть позже срока по закону: {say_moment(s.at)}."
    ),
    "promised": lambda s: (
        f"В ответе обещано решить вопрос № {_number(s, 'number')} до {say_date(s.day)}."
    ),
    "part-chosen": lambda s: f"Соисполнителю назначено ответить до {say_date(s.day)}{_by(s)}.",
    "part-limit": lambda s: (
        f"Соисполнитель отвечает не позже общего ответа, срок которого {say_moment(s.at)}."
    ),
    "due": lambda s: f"Срок заканчивается: {say_moment(s.at)}.",
    "preliminary": lambda s: (
        f"Дата предварительная: переносы выходных известны только по "
        f"{_number(s, 'decreed_through')} год, а в расчёт вошёл день {say_date(s.day)}."
    ),
}
