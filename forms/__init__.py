"""Form definitions: read, check answers, build pages, read answers back. Pure."""
