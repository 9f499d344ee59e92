"""The immutable registry of everything the loaded plugins and townships declare."""
