"""Reply templates and instructive materials that the next executor sees."""
