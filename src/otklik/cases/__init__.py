"""The core: registration, questions, topics, deadlines, assignments."""
