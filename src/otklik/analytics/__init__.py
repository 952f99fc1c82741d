"""Metrics, the quarterly analysis, the unit's form of appendix 2."""
