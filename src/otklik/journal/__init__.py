"""The append-only record of every act: who, what, when, about what, by which clause."""
