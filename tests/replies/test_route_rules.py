"""The pure rules of a letter's way: no step is lost, nobody approves his own letter, nobody is asked twice."""

from hypothesis import given
from hypothesis import strategies as st

from otklik import regulations
from otklik.regulations.routes import RouteStep
from otklik.replies.route_rules import Candidate, Left, found_again, lacking, steps_for, way

PEOPLE = st.integers(1, 6)
CANDIDATES = st.lists(st.builds(Candidate, PEOPLE, st.booleans()), max_size=4)
SEVERITIES = st.sampled_from(["block", "warn", "hint"])


def step(code: str, severity: str = "warn", **more: object) -> RouteStep:
    return RouteStep.model_validate(
        {
            "code": code,
            "label": code,
            "order": 1,
            "who": code,
            "severity": severity,
            "set_by": "ministry",
            **more,
        }
    )


@st.composite
def ways(draw: st.DrawFn) -> tuple[list[RouteStep], dict[str, list[Candidate]]]:
    codes = draw(st.lists(st.sampled_from(["head", "lawyer", "deputy"]), unique=True))
    steps = [step(code, draw(SEVERITIES)) for code in codes]
    return steps, {code: draw(CANDIDATES) for code in codes}


@given(ways(), st.sets(PEOPLE), st.sets(PEOPLE))
def test_nobody_through_whose_hands_it_went_and_nobody_barred_is_asked_and_nobody_twice(
    said: tuple[list[RouteStep], dict[str, list[Candidate]]], hands: set[int], barred: set[int]
) -> None:
    steps, people = said
    chosen = way(steps, people, hands=hands, barred=barred)
    assert [one.step for one in chosen] == steps, "each step is told, also one left out"
    asked = [one.person for one in chosen if one.waits]
    assert len(asked) == len(set(asked))
    assert not set(asked) & (hands | barred)
    for one in chosen:
        candidates = {c.person for c in people[one.step.code]}
        assert one.person is None or one.person in candidates
        assert (one.left == Left.NOBODY) == (one.person is None)


@given(ways(), st.sets(PEOPLE))
def test_a_step_is_left_out_only_when_nobody_who_is_there_may_take_it(
    said: tuple[list[RouteStep], dict[str, list[Candidate]]], hands: set[int]
) -> None:
    steps, people = said
    asked: set[int] = set()
    for one in way(steps, people, hands=hands):
        free = [c for c in people[one.step.code] if c.person not in hands]
        if one.waits:
            assert one.person is not None
            asked.add(one.person)
        elif one.left == Left.ASKED:
            assert one.person in asked
        else:
            assert not [c for c in free if c.there]
            assert one.left != Left.AWAY or one.step.severity != "block"


@given(ways())
def test_what_must_not_be_left_out_holds_the_letter_when_nobody_has_the_role(
    said: tuple[list[RouteStep], dict[str, list[Candidate]]],
) -> None:
    steps, people = said
    missing = {one.code for one in lacking(way(steps, people, hands=()))}
    assert missing == {
        one.code for one in steps if one.severity == "block" and not people[one.code]
    }


@given(
    st.sampled_from(["reply", "interim", "no-reply", "forwarding"]),
    st.sets(st.sampled_from(["solved", "impossible", "promised"])),
    st.dictionaries(st.sampled_from(["unit-head", "lawyer", "deputy"]), st.booleans()),
)
def test_the_steps_of_a_profile_follow_kind_outcomes_and_switches(
    kind: str, outcomes: set[str], switched: dict[str, bool]
) -> None:
    route = regulations.profile("economy-novosibirsk").letter.route
    steps = steps_for(route, switched, kind, outcomes)
    assert [one.order for one in steps] == sorted(one.order for one in steps)
    codes = {one.code for one in steps}
    assert codes <= {code for code in ("unit-head", "lawyer", "deputy") if switched.get(code, True)}
    refused = kind == "no-reply" or (kind == "reply" and "impossible" in outcomes)
    assert ("lawyer" in codes) == (refused and switched.get("lawyer", True))
    assert not codes or kind in ("reply", "no-reply")


@given(st.text("аб ", max_size=40), st.integers(0, 40), st.integers(1, 5), st.integers(-9, 60))
def test_a_quote_is_found_at_the_nearest_place_where_its_words_stand(
    text: str, start: int, length: int, was: int
) -> None:
    quote = text[start : start + length]
    found = found_again(text, quote, was)
    if not quote:
        assert found is None
        return
    assert found is not None
    assert text[found : found + len(quote)] == quote
    places = [at for at in range(len(text)) if text.startswith(quote, at)]
    assert abs(found - was) == min(abs(place - was) for place in places)
