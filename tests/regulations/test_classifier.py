"""The thematic classifier: whole codes, levels, parents, search."""

from __future__ import annotations

import pytest

from otklik.regulations import RegulationError, classifier

TOPICS = classifier()


def test_five_sections_and_twenty_one_themes() -> None:
    assert len(TOPICS.children()) == 5
    assert sum(entry.level == "theme" for entry in TOPICS.entries) == 21


def test_a_detail_knows_the_way_up() -> None:
    path = TOPICS.path("0003.0009.0099.0742.0109")
    assert [step.level for step in path] == ["section", "theme", "group", "question", "detail"]
    assert path[-1].group == "0003.0009.0099.0000"
    assert path[0].parent is None


def test_only_questions_and_details_are_assigned() -> None:
    assert TOPICS.topic("0005.0005.0056.1149").assignable
    assert not TOPICS.topic("0005.0005.0056.0000").assignable
    assert not TOPICS.topic("0005.0000.0000.0000").assignable


def test_an_unknown_code_is_named() -> None:
    with pytest.raises(RegulationError, match=r"classifier: 9999\.0000\.0000\.0000: no such topic"):
        TOPICS.topic("9999.0000.0000.0000")
    assert not TOPICS.has("9999.0000.0000.0000")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("пособие на детей", "0002.0007.0072.0289"),
        ("отопление теплоснабжение", None),
        ("теплоснабжения", "0005.0005.0056.1156"),
        ("твердые отходы", "0005.0005.0056.1160"),
        ("0005.0005.0056.1154", "0005.0005.0056.1154"),
    ],
)
def test_search_forgives_endings_and_yo(text: str, first: str | None) -> None:
    found = TOPICS.search(text)
    assert (found[0].code if found else None) == first


def test_search_knows_the_words_above_and_the_limit() -> None:
    assert {entry.code for entry in TOPICS.search("коммунальное хозяйство")} >= {
        "0005.0005.0056.1149"
    }
    assert len(TOPICS.search("0005", limit=3)) == 3
    assert TOPICS.search("") == ()
    assert TOPICS.search("и в на") == ()
