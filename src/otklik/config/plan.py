"""The tables of the architecture page that are drawn from the code: acts on a case and on a reply, background work."""

import re
from collections.abc import Iterable, Iterator, Sequence

from otklik.cases.models import Stage
from otklik.cases.rules import TRANSITIONS as CASE_ACTS
from otklik.config.work import JOBS
from otklik.replies.rules import TRANSITIONS as REPLY_ACTS

_PLACE = re.compile(r"(<!-- drawn: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def drawn(page: str) -> str:
    """Return the page with each `<!-- drawn: name -->` filled; KeyError for a name that nothing draws."""
    tables = {
        "case-stages": _stages,
        "case-acts": lambda: _acts(CASE_ACTS),
        "reply-acts": lambda: _acts(REPLY_ACTS),
        "jobs": _jobs,
    }

    def fill(found: re.Match[str]) -> str:
        lines = "".join(f"{line}\n" for line in tables[found["name"]]())
        return f"{found[1]}{lines}{found[3]}"

    return _PLACE.sub(fill, page)


def _acts(rows: Iterable[object]) -> Iterator[str]:
    yield "| act | from | to | power | clause |"
    yield "|---|---|---|---|---|"
    for row in rows:
        yield _act(row)


def _act(row: object) -> str:
    sources: Sequence[str] = row.sources  # type: ignore[attr-defined]  # both tables have these columns
    target, powers, clause = row.target, row.powers, row.clause  # type: ignore[attr-defined]  # as above
    came_from = "any" if set(sources) == set(Stage) else ", ".join(f"`{item}`" for item in sources)
    goes_to = f"`{target}`" if target else "stays"
    who = ", ".join(f"`{power}`" for power in powers) or "the system, or by the act's own guard"
    return f"| `{row.act}` | {came_from} | {goes_to} | {who} | {clause or '-'} |"  # type: ignore[attr-defined]  # as above


def _stages() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield "  [*] --> received"
    moves: dict[tuple[str, str], list[str]] = {}
    for row in CASE_ACTS:
        for source in row.sources:
            if row.target is not None:
                moves.setdefault((str(source), str(row.target)), []).append(row.act)
    for (before, after), acts in moves.items():
        yield f"  {_name(before)} --> {_name(after)}: {', '.join(acts)}"
    ends = {after for _, after in moves} - {before for before, _ in moves}
    for last in sorted(ends):
        yield f"  {_name(last)} --> [*]"
    yield "```"


def _name(stage: str) -> str:
    return stage.replace("-", "_")


def _jobs() -> Iterator[str]:
    yield "| job | function | every | retry |"
    yield "|---|---|---:|---|"
    for job in JOBS:
        room = job.run.__module__.removeprefix("otklik.")
        yield f"| `{job.name}` | `{room}.{job.run.__name__}` | {job.every_seconds} s | {job.retry} |"
