"""Letterheads of the demonstration: the emblems and the numbers on them are invented, and the heads say so."""

import tomllib
from dataclasses import replace
from datetime import datetime
from importlib.resources import files

from otklik.replies import actions as replies
from otklik.replies.letterheads import first_head
from otklik.staff.models import Body


def hang(body: Body, *, at: datetime) -> None:
    """Give the body a letterhead with an invented emblem, from before its first letter."""
    data = files("otklik.demo").joinpath("data")
    plan = tomllib.loads(data.joinpath("letterheads.toml").read_text("utf-8"))
    own = plan["bodies"].get(body.code)
    if own is None:
        return
    head = first_head(body)
    replies.save_letterhead(
        body,
        replace(
            head,
            address=head.address or own.get("address", ""),
            phone=head.phone or own.get("phone", ""),
            references=tuple(plan["references"]),
            emblem_alt=own["shows"],
            layout=own["layout"],
            order=tuple(own["order"]),
        ),
        by=None,
        emblem=data.joinpath("emblems", f"{body.code}.svg").read_bytes(),
        note=plan["note"],
        at=at,
    )
