"""From a channel to a case: web form, API, e-mail, desk; the holding pen."""
