"""The HTTP API: the same records the pages use, for other programs."""
