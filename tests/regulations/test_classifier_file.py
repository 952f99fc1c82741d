"""A published classifier as a table: what is understood, what is refused and at which line."""

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from otklik.documents import DocumentError, read_table
from otklik.regulations import classifier
from otklik.regulations.classifier_file import difference, normal_code, parse_classifier

GOOD = """Код;Наименование
0001.0000.0000.0000;Государство, общество, политика
0001.0002.0000.0000;Основы государственного управления
0001.0002.0025.0000;Хозяйство
0001.0002.0025.0086;Условия ведения предпринимательской деятельности
0001.0002.0025.0086.0003;Налоговые условия
"""


def parsed(text: str, encoding: str = "utf-8"):  # type: ignore[no-untyped-def]  # a short name in tests
    return parse_classifier(read_table(text.encode(encoding)))


def xlsx(rows: list[list[object]]) -> bytes:
    book = Workbook()
    sheet = book.create_sheet(index=0)
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
@pytest.mark.parametrize("divider", [";", "\t", ","])
def test_a_list_is_read_in_the_encodings_and_with_the_dividers_that_people_save(
    encoding: str, divider: str
) -> None:
    text = GOOD.replace("Государство, общество, политика", "Государство").replace(";", divider)
    found = parsed(text, encoding)
    assert not found.problems
    assert [entry.level for entry in found.entries] == [
        "section", "theme", "group", "question", "detail",
    ]  # fmt: skip


def test_a_workbook_is_read_with_headings_above_and_columns_in_another_order() -> None:
    data = xlsx(
        [
            ["Типовой общероссийский тематический классификатор", None],
            [],
            ["№", "Наименование вопроса", "Код"],
            [1, "Государство", "0001"],
            [2, "Основы управления", "0001.0002"],
            [3, "Хозяйство", "0001.0002.0025"],
            [4, "Предпринимательство", "1.2.25.86"],
        ]
    )
    found = parse_classifier(read_table(data))
    assert not found.problems
    assert [entry.code for entry in found.entries][-1] == "0001.0002.0025.0086"


def test_segments_in_columns_of_their_own_are_read() -> None:
    text = (
        "Раздел;Тематика;Группа;Вопрос;Подвопрос;Наименование\n1;;;;;Государство\n1;2;;;;Основы\n"
        "1;2;25;;;Хозяйство\n1;2;25;86;;Условия\n1;2;25;86;3;Налоги\n"
    )
    found = parsed(text)
    assert not found.problems
    assert found.entries[-1].code == "0001.0002.0025.0086.0003"


def test_a_code_and_its_title_in_one_cell_are_read() -> None:
    found = parsed("0001.0000.0000.0000 Государство\n0001.0002.0000.0000 Основы управления\n")
    assert [entry.title for entry in found.entries] == ["Государство", "Основы управления"]


@pytest.mark.parametrize(
    ("line", "kind", "number"),
    [
        ("0001.0003.0026.0001;Без родителя", "no-parent", 7),
        ("0001.0002.0025.0086;Второй раз", "twice", 7),
        ("0001.0002.25x.0001;Не код", "bad-code", 7),
        ("0001.0000.0025.0001;Дыра внутри", "bad-code", 7),
        ("0001.0002.0025.0099;", "no-title", 7),
        (";Название без кода", "no-code", 7),
        (f"0001.0002.0025.0099;{'а' * 1001}", "long-title", 7),
    ],
)
def test_each_mistake_is_told_with_its_line_and_nothing_of_the_list_is_taken(
    line: str, kind: str, number: int
) -> None:
    found = parsed(f"{GOOD}{line}\n")
    assert [(problem.kind, problem.line) for problem in found.problems] == [(kind, number)]
    assert found.entries == ()


def test_all_mistakes_are_told_at_once_in_the_order_of_the_lines() -> None:
    found = parsed(GOOD + "0002.0004.0000.0000;Семья\nпросто слова;и ещё\n0001;Снова\n")
    assert [problem.kind for problem in found.problems] == ["no-parent", "bad-code", "twice"]


def test_a_parent_may_stand_after_its_children() -> None:
    lines = GOOD.splitlines()
    found = parsed("\n".join([lines[0], *reversed(lines[1:])]))
    assert not found.problems
    codes = [entry.code for entry in found.entries]
    assert all(
        entry.parent is None or codes.index(entry.parent) < codes.index(entry.code)
        for entry in found.entries
    )


def test_the_built_in_tree_reads_back_as_itself() -> None:
    rows = "\n".join(f"{entry.code};{entry.title}" for entry in classifier().entries)
    assert parsed(rows).entries == classifier().entries


def test_what_changes_is_told_by_kinds() -> None:
    before = parsed(GOOD).entries
    after = parsed(
        GOOD.replace("Налоговые условия", "Налоги")
        .replace("0001.0002.0025.0086;", "0001.0002.0025.0087;")
        .replace("0001.0002.0025.0086.0003", "0001.0002.0025.0087.0003")
    ).entries
    changed = difference(before, after)
    assert [entry.code[-4:] for entry in changed.added] == ["0087", "0003"]
    assert [entry.code[-4:] for entry in changed.closed] == ["0086", "0003"]
    assert difference(before, before).is_empty


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 ...", b"\xd0\xcf\x11\xe0 old xls", b"PK\x03\x04 broken", b"\x00\x01\x02\x03", b"\x98\xff" * 9,
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"[А-Яа-я]"):
        read_table(data)


def test_a_workbook_with_entities_is_refused() -> None:
    import zipfile  # noqa: PLC0415 - only here

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as pack:
        bomb = '<!DOCTYPE a [<!ENTITY b "xxxxxxxx">]><worksheet>&b;</worksheet>'
        pack.writestr("xl/worksheets/sheet1.xml", bomb)
    with pytest.raises(DocumentError):
        read_table(stream.getvalue())


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with contextlib.suppress(DocumentError):
        parse_classifier(read_table(data))


@given(st.lists(st.integers(1, 9999), min_size=1, max_size=5))
def test_a_code_is_brought_to_one_form(parts: list[int]) -> None:
    short = ".".join(str(part) for part in parts)
    code = normal_code(short)
    assert code == normal_code(code)
    assert len(code.split(".")) in {4, 5}
