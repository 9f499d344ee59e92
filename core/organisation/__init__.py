"""Units, accounts, roles, sessions and what an actor may do."""
