"""Synthetic life of a ministry, clearly marked as invented."""
