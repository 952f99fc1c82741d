"""All writes of the room; each is one act, one transaction, one journal entry."""
