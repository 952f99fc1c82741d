"""`otklik analyse`: the quarterly analysis of a body and its reports."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from otklik.analytics import charts, files, queries
from otklik.analytics.analysis import Analysis
from otklik.analytics.models import UnitForm
from otklik.analytics.periods import Quarter
from otklik.staff.calendars import zone
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of


class Command(BaseCommand):
    """Write the analysis of a quarter and the units' forms into a folder."""

    help = (
        "Write the quarterly analysis of a body (JSON, CSV, XLSX, DOCX, PDF, charts) into a folder."
    )

    def add_arguments(self, parser: Any) -> None:
        """Take the body, the quarter and the folder."""
        parser.add_argument("--body", required=True, help="code of the body")
        parser.add_argument("--period", required=True, help="the quarter, such as 2026Q3")
        parser.add_argument("--out", required=True, help="folder for the files; made when missing")
        parser.add_argument("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work out the figures, write the files, print what lies where or the JSON."""
        del args
        body = _body(options["body"])
        quarter = _quarter(options["period"], body)
        found = queries.analysis_of(body, quarter)
        try:
            written = _write(body, found, Path(options["out"]))
        except OSError as error:
            reason = error.strerror or str(error)
            raise CommandError(
                f"cannot write to {options['out']}: {reason}", returncode=2
            ) from None
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
        else:
            for path in written:
                self.stdout.write(str(path))


def _body(code: str) -> Body:
    body = Body.objects.filter(code=code).first()
    if body is None:
        known = ", ".join(Body.objects.order_by("code").values_list("code", flat=True))
        here = known or "none is installed yet, run `otklik demo` or `otklik serve`"
        raise CommandError(f"unknown body {code!r}; known: {here}", returncode=2)
    return body


def _quarter(text: str, body: Body) -> Quarter:
    try:
        quarter = Quarter.parse(text)
    except ValueError as error:
        raise CommandError(str(error), returncode=2) from None
    if not quarter.has_begun(timezone.now(), zone(body)):
        raise CommandError(f"the quarter {quarter} has not begun yet", returncode=2)
    return quarter


def _write(body: Body, found: Analysis, out: Path) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    made = [
        files.analysis_file(body, found, kind, timezone.now()) for kind in (*files.KINDS, "csv")
    ]
    if profile_of(body).unit_form is not None:
        for form in _forms(body, found.period):
            figures = queries.figures(form)
            made += [files.unit_form_file(form, figures, kind) for kind in files.KINDS]
    written = []
    for file in made:
        written.append(out / file.name)
        written[-1].write_bytes(file.data)
    name = f"analysis-{body.code}-{found.period}"
    for chart in charts.shown(found):
        picture = charts.chart(found, chart)
        if picture is not None:
            written.append(out / f"{name}-{chart}.svg")
            written[-1].write_text(picture.svg, "utf-8")
    written.append(out / f"{name}.json")
    text = json.dumps(found.as_json(), ensure_ascii=False, indent=1)
    written[-1].write_text(text + "\n", "utf-8")
    return sorted(written)


def _forms(body: Body, quarter: Quarter) -> list[UnitForm]:
    """The units' forms of the quarter; those not opened yet are only worked out, not kept."""
    kept = {
        form.unit_id: form
        for form in UnitForm.objects.filter(body=body, period=str(quarter)).select_related(
            "unit__body"
        )
    }
    for unit in queries.units_with_cases(body, quarter):
        kept.setdefault(unit.pk, UnitForm(body=body, unit=unit, period=str(quarter)))
    return list(kept.values())
