"""The look that all pages share: templates, static files, template tags."""
