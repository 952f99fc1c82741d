"""Persons and organisations who turn to a body, how to reach them, and what they agreed to."""
