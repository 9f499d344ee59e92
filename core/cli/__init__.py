"""The lizheng command."""
