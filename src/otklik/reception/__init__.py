"""Personal reception: the visit and its card."""
