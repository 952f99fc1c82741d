"""Telephone calls: note, switches, promised callbacks."""
