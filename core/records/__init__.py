"""Submit, revise, read, list and export records."""
