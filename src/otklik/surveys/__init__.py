"""Questionnaires, invitations, answers; no join leads from an answer to a person."""
