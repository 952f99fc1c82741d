"""Measurements beside a floor of the same run; `python -m bench` (see docs/measurements.md)."""
