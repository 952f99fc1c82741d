"""Drafts, letters by version, signature, dispatch."""
