"""What comes in, raw, and what goes out, queued; one transport contract behind it."""
