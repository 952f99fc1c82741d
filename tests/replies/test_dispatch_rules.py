"""By which way a reply goes: every combination of how the appeal came and what its client asked for. Pure."""

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik import regulations
from otklik.regulations import ChannelCode, Form, Profile, TypeCode
from otklik.replies.dispatch_rules import (
    Appeal,
    Delivery,
    Way,
    allowed,
    deliveries,
    plan,
    problem,
)

LN = regulations.profile("labour-novosibirsk")
EN = regulations.profile("economy-novosibirsk")
DAY = date(2026, 3, 3)
MAIL, POST = Way("email", "anna@example.org"), Way("post", "630000, Новосибирск, ул. Мира, 1")
ACCOUNT = Way("epgu", "1000299481")

channels = st.sampled_from(get_args(ChannelCode))
addresses = st.sampled_from(["", " ", "anna@example.org", "630000, Новосибирск", "1000299481"])
ways = st.builds(Way, channels, addresses)
appeals = st.builds(
    Appeal,
    type=st.sampled_from(get_args(TypeCode)),
    form=st.sampled_from(get_args(Form)),
    channel=channels,
    named=ways,
    extra=st.none() | ways,
    addresses=st.none() | st.dictionaries(channels, addresses, max_size=4),
)
profiles = st.sampled_from(regulations.profiles())


def appeal(channel: str, named: Way, form: str = "electronic", **fields: object) -> Appeal:
    return Appeal("application", form, channel, named, **fields)  # type: ignore[arg-type]


@given(profiles, appeals)
def test_there_is_always_a_way_that_reaches_somebody(profile: Profile, given_: Appeal) -> None:
    assert plan(profile, given_).way.reaches


@given(profiles, appeals, st.booleans(), st.none() | ways)
def test_a_fixed_way_is_always_among_the_deliveries(
    profile: Profile, given_: Appeal, duplicates: bool, chosen: Way | None
) -> None:
    planned = plan(profile, given_)
    found = deliveries(planned, chosen, given_.extra, duplicates=duplicates)
    main = [item for item in found if not item.is_duplicate]
    assert main
    if planned.is_fixed:
        assert any(item.way.channel == planned.way.channel for item in main)
    elif chosen is None:
        assert [item.way for item in main] == [planned.way]
    assert len({(item.way.channel, item.way.address) for item in found}) == len(found)
    assert duplicates or not any(item.is_duplicate for item in found)


@given(profiles, appeals, ways)
def test_another_way_needs_its_reason_just_where_the_order_says_so(
    profile: Profile, given_: Appeal, way: Way
) -> None:
    planned = plan(profile, given_)
    found = problem(profile, planned, way, "", day=DAY)
    explained = problem(profile, planned, way, "Клиент попросил по телефону", day=DAY)
    assert explained is None or explained.field in {"channel", "address"}
    if found is not None and found.field == "reason":
        assert planned.rule is not None
        assert planned.rule.others in {"reason", "beside"}
    if planned.rule is None or planned.rule.others == "free":
        assert found is None or found.field != "reason"
    assert problem(profile, planned, planned.way, "", day=DAY) is None


@given(appeals)
def test_elsewhere_than_in_labour_the_way_that_the_client_named_holds(given_: Appeal) -> None:
    if given_.named.reaches and given_.channel != "pos":
        assert plan(EN, given_).way == given_.named


@pytest.mark.clause("labour-novosibirsk:10.3.a")
@pytest.mark.parametrize("named", [POST, Way("web"), Way("in-person")])
def test_an_appeal_by_mail_is_answered_by_mail_whatever_else_is_asked(named: Way) -> None:
    planned = plan(LN, appeal("email", named, addresses={"email": MAIL.address}))
    assert planned.way == MAIL
    assert planned.clause == "labour-novosibirsk:10.3.a"
    refused = problem(LN, planned, named, " ", day=DAY)
    assert refused is not None
    assert (refused.field, refused.clause) == ("reason", "labour-novosibirsk:10.3.a")
    assert problem(LN, planned, named, "Клиент попросил бумагу", day=DAY) is None


@pytest.mark.clause("labour-novosibirsk:10.3.b")
def test_an_appeal_from_gosuslugi_is_answered_to_its_account() -> None:
    planned = plan(LN, appeal("epgu", MAIL, addresses={"epgu": ACCOUNT.address}))
    assert planned.way == ACCOUNT
    assert planned.clause == "labour-novosibirsk:10.3.b"
    assert planned.needs_reason(MAIL)


@pytest.mark.clause("labour-novosibirsk:10.3.c")
def test_a_written_appeal_is_answered_by_post_even_when_it_names_a_mailbox() -> None:
    both = {"email": MAIL.address, "post": POST.address}
    planned = plan(LN, appeal("post", MAIL, "written", addresses=both))
    assert planned.way == POST
    without_paper = plan(LN, appeal("post", MAIL, "written"))
    assert without_paper.way == MAIL
    assert not without_paper.needs_reason(POST)


@pytest.mark.clause("labour-novosibirsk:10.p2")
def test_what_came_from_the_platform_goes_back_through_it_whatever_goes_beside() -> None:
    planned = plan(LN, appeal("pos", MAIL))
    assert planned.way == Way("pos")
    assert planned.is_fixed
    assert deliveries(planned, MAIL, None, duplicates=False) == (
        Delivery(Way("pos"), clause="labour-novosibirsk:10.p2"),
        Delivery(MAIL),
    )
    assert deliveries(planned, None, None, duplicates=False) == (
        Delivery(Way("pos"), clause="labour-novosibirsk:10.p2"),
    )


@pytest.mark.clause("economy-novosibirsk:5.2.b")
def test_the_duplicate_goes_where_the_profile_wants_it_and_not_twice_to_one_place() -> None:
    planned = plan(EN, appeal("web", MAIL, extra=POST))
    found = deliveries(planned, None, POST, duplicates=True)
    assert [(item.way, item.is_duplicate) for item in found] == [(MAIL, False), (POST, True)]
    assert len(deliveries(planned, POST, POST, duplicates=True)) == 1
    assert len(deliveries(planned, None, POST, duplicates=False)) == 1


@given(profiles, st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_a_closed_channel_is_never_allowed(profile: Profile, day: date) -> None:
    codes = allowed(profile, day)
    assert "covering-letter" not in codes
    assert all(profile.channel(code).open_on(day) for code in codes)
    assert day < date(2025, 6, 1) or "telegram" not in codes


def test_a_way_without_an_address_or_through_a_closed_channel_is_refused() -> None:
    planned = plan(EN, appeal("web", MAIL))
    for way, field in ((Way("post"), "address"), (Way("covering-letter", "x"), "channel")):
        found = problem(EN, planned, way, "причина", day=DAY)
        assert found is not None
        assert found.field == field
