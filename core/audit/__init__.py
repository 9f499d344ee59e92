"""The hash-chained audit log, one chain per township."""
