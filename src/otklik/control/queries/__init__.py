"""Reading for control; always for somebody."""
