"""Switches and numbers that differ from order to order."""

from __future__ import annotations

from typing import Literal

from otklik.regulations.basis import Sourced

SwitchCode = Literal[
    "duplicate_channel",
    "ack_other_forms",
    "internal_clients",
    "topic_at_registration",
    "topic_at_assignment",
    "survey_module",
    "surveys_anonymous",
    "consent_for_mailings",
    "email_appeals_override",
    "split_partly_outside",
    "promise_follow_up",
    "same_terms_for_organisations",
    "subordinate_bodies",
    "earlier_consideration",
    "final_control",
    "preventive_control",
    "registry_order_required",
    "social_emoji",
    "external_register_required",
    "verifiable_clarification",
    "second_person_for_refusal",
    "extension_letter_binding",
    "touchpoint_required",
    "material_each_quarter",
    "material_may_be_waived",
    "material_for_clients",
]
ParameterCode = Literal[
    "max_transfers",
    "min_group_size",
    "repeat_replies_min",
    "repeat_topic_days",
    "long_sentence_words",
    "low_score_share_percent",
    "low_score_answers",
    "early_triage_day",
    "loyalty_scale_max",
    "yearly_survey_reminder_month",
    "registry_approvals",
]


class Switch(Sourced):
    """Something that a body does or does not do."""

    code: SwitchCode
    value: bool
    label: str


class Parameter(Sourced):
    """A number; the unit stands in the label."""

    code: ParameterCode
    value: int
    label: str
