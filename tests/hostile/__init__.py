"""Attacks on every input of the house: whatever comes, a clear answer and nothing half-written."""
