"""Programs of the project itself, not of the product."""
