"""Settings, addresses, the API's root, the command line."""
