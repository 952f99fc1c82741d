"""By which way a reply goes, by where and how the appeal came."""

from __future__ import annotations

from typing import Literal

from otklik.regulations.basis import ChannelCode, Form, Rows, Sourced, TypeCode

Others = Literal["free", "reason", "beside"]


class DeliveryRule(Sourced):
    """The way that replies to such appeals take; the first rule that covers an appeal holds.

    Empty ``types``, ``forms`` or ``channels`` mean all. ``others`` says of any other way: it is free to the client,
    it needs a recorded reason, or it may only be taken beside this one.
    """

    code: str
    label: str
    by: ChannelCode
    types: Rows[TypeCode] = ()
    forms: Rows[Form] = ()
    channels: Rows[ChannelCode] = ()
    others: Others

    def covers(self, type_code: str, form: str, channel: str) -> bool:
        """Tell whether the rule is about replies to such appeals."""
        return (
            (not self.types or type_code in self.types)
            and (not self.forms or form in self.forms)
            and (not self.channels or channel in self.channels)
        )
