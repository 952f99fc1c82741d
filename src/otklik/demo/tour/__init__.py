"""The main job without a browser, told step by step."""
