"""A bad file gives one clear line: file, key, reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.regulations import RegulationError, load_classifier, load_profile
from otklik.regulations.files import DATA

PROFILE = DATA / "profiles" / "economy-novosibirsk"
Spoil = Callable[[str], str]


@pytest.fixture
def good() -> str:
    """A whole profile as one text; the file with keys outside tables comes first."""
    paths = sorted(PROFILE.glob("*.toml"), key=lambda path: path.name != "body.toml")
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def complaint(folder: Path, text: str) -> str:
    file = folder / "ministry.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RegulationError) as caught:
        load_profile(file)
    line = str(caught.value)
    assert "\n" not in line
    return line.removeprefix(str(file))


def test_a_foreign_file_in_order_is_loaded(tmp_path: Path, good: str) -> None:
    file = tmp_path / "ministry.toml"
    file.write_text(good.replace('code = "economy-novosibirsk"', 'code = "economy-omsk"'))
    assert load_profile(file).code == "economy-omsk"


def added(text: str) -> Spoil:
    return lambda good: f"{good}\n{text}\n"


def changed(old: str, new: str) -> Spoil:
    def change(good: str) -> str:
        assert old in good
        return good.replace(old, new)

    return change


TERM = (
    '[terms.{code}]\nkind = "{kind}"\nlabel = "x"\nevent = "receipt"\namount = {amount}\n'
    'unit = "{unit}"\nset_by = "ministry"'
)


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (changed('timezone = "Asia/Novosibirsk"', ""), ": timezone: the key is missing"),
        (changed("full = ", "ful = "), ": name.ful: the key is not known"),
        (
            changed('timezone = "Asia/Novosibirsk"', 'timezone = "Asia/Nowhere"'),
            ": timezone: unknown time zone 'Asia/Nowhere'",
        ),
        (
            changed('region = "novosibirsk"', 'region = "omsk"'),
            ": region: no such region 'omsk'",
        ),
        (changed('region = "novosibirsk"', ""), ": region: the key is missing"),
        (changed('region = "novosibirsk"', "region = 54"), ": region: must be a name"),
        (
            changed("font_pt = 10", 'font_pt = "10"'),
            ": letter.satisfaction_mark.font_pt: Input should be a valid integer (given: '10')",
        ),
        (
            changed('"economy-novosibirsk:4.1"', '"economy-novosibirsk:44"'),
            "letter.checks.questions-answered.clause: unknown clause id 'economy-novosibirsk:44'",
        ),
        (
            changed('clause = "economy-novosibirsk:8.2"\n', ""),
            ': letter.first_paragraph: set_by = "order" needs the clause',
        ),
        (
            changed('status = "draft"', 'status = "approved"'),
            ": order: an approved order needs its number and date",
        ),
        (
            added(TERM.format(code="again", kind="acknowledgement", amount=2, unit="working-days")),
            ": terms: duplicated term: 'acknowledgement' and 'again' clash",
        ),
        (
            added(TERM.format(code="odd", kind="reply_internal", amount=0, unit="working-days")),
            ': terms.odd: amount 0 belongs to unit = "end-of-day" and only to it',
        ),
        (
            added(TERM.format(code="odd", kind="reply_internal", amount=1, unit="moons")),
            ": terms.odd.unit: Input should be 'calendar-days', 'working-days'",
        ),
        (
            added('[registers.appeals]\ntemplate = "{year}"'),
            ": registers.appeals.template: the number needs {seq}",
        ),
        (
            added('[texts.refusal]\nbody = "{salary}"'),
            ": texts.refusal: unknown placeholder {salary} in body",
        ),
        (
            added("[switches.duplicate_channels]\nvalue = true"),
            ": switches.duplicate_channels.code: Input should be 'duplicate_channel'",
        ),
        (changed("depends_on = 5", "depends_on = 55"), "names an unknown question"),
        (changed("needs = [4, 5, 7]", "needs = [8]"), "touchpoints.rows.0.needs: an unknown need"),
        (added("[channels.web]\ndrop = true"), "is not valid TOML"),
        (added("= 1"), ": is not valid TOML: "),
    ],
)
def test_each_mistake_names_its_key_and_reason(
    tmp_path: Path, good: str, spoil: Spoil, expected: str
) -> None:
    assert expected in complaint(tmp_path, spoil(good))


def test_a_dropped_channel_is_missed(tmp_path: Path, good: str) -> None:
    spoilt = good.replace("web = { address", "web = { drop = true, address", 1)
    assert ": channels: 'web' is missing" in complaint(tmp_path, spoilt)


def test_a_mistake_in_one_file_of_a_folder_names_that_file(tmp_path: Path) -> None:
    folder = tmp_path / "economy-novosibirsk"
    folder.mkdir()
    for path in PROFILE.glob("*.toml"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    letter = folder / "letter.toml"
    letter.write_text(letter.read_text(encoding="utf-8").replace("intervals = 2", "intervals = -2"))
    with pytest.raises(RegulationError) as caught:
        load_profile(folder)
    assert str(caught.value).startswith(f"{letter}: letter.satisfaction_mark.intervals: ")


def test_the_same_table_in_two_files_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('code = "x"')
    (tmp_path / "b.toml").write_text('code = "y"')
    with pytest.raises(RegulationError) as caught:
        load_profile(tmp_path)
    assert str(caught.value) == f"{tmp_path / 'b.toml'}: code: stands already in {tmp_path}/a.toml"


def test_a_folder_that_bears_another_name_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "economy-omsk"
    folder.mkdir()
    for path in PROFILE.glob("*.toml"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(RegulationError, match="code: should be 'economy-omsk', the folder's name"):
        load_profile(folder)


def test_an_absent_file_an_empty_folder_and_bytes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RegulationError, match=r"none\.toml: cannot be read: No such file"):
        load_profile(tmp_path / "none.toml")
    with pytest.raises(RegulationError, match="holds no TOML file"):
        load_profile(tmp_path)
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RegulationError, match=r"bytes\.toml: is not UTF-8 text"):
        load_profile(tmp_path / "bytes.toml")


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ('{ code = "1.2", title = "x" }', "entries.0.code: String should match pattern"),
        ('{ code = "0001.0002.0000.0000", title = "x" }', "has no parent 0001.0000.0000.0000"),
        (
            ", ".join(['{ code = "0001.0000.0000.0000", title = "x" }'] * 2),
            "code 0001.0000.0000.0000 stands twice",
        ),
    ],
)
def test_a_bad_classifier_is_refused(tmp_path: Path, entries: str, reason: str) -> None:
    file = tmp_path / "topics.toml"
    file.write_text(
        f'title = "t"\nversion = "1"\nvalid_from = 2024-01-01\nentries = [{entries}]\n',
        encoding="utf-8",
    )
    with pytest.raises(RegulationError) as caught:
        load_classifier(file)
    assert reason in str(caught.value)
    assert str(caught.value).startswith(f"{file}: ")


ODD = (
    '""',
    "0",
    "-1",
    "true",
    "[]",
    "{}",
    "[[]]",
    "2024-01-01",
    "1.5",
    '"{"',
    "{ x = {} }",
    "09:00:00",
)
LINES = [
    line
    for path in sorted(PROFILE.glob("*.toml"), key=lambda path: path.name != "body.toml")
    for line in path.read_text(encoding="utf-8").splitlines()
]
PLAIN = [index for index, line in enumerate(LINES) if " = " in line and not line.startswith(" ")]


@settings(max_examples=60, deadline=None)
@given(index=st.sampled_from(PLAIN), value=st.sampled_from(ODD))
def test_any_odd_value_is_taken_or_refused_in_one_line(index: int, value: str) -> None:
    spoilt = [*LINES[:index], f"{LINES[index].split(' = ')[0]} = {value}", *LINES[index + 1 :]]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "ministry.toml"
        file.write_text("\n".join(spoilt), encoding="utf-8")
        try:
            assert load_profile(file).code
        except RegulationError as error:
            line = str(error)
            assert line.startswith(str(file))
            assert "\n" not in line
