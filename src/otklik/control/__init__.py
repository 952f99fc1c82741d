"""Control that works by itself: weekly lists, notices to employees, escalation, the board, the calendar."""
