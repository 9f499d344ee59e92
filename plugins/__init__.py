"""Bundled plugins; each could live in a repository of its own."""
