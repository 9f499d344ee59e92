"""Units, accounts, roles, sessions and what an actor may do.

Doors: ``units`` and ``unit_import``; ``accounts``, ``account_opening``, ``account_import``, ``account_care``;
``grants``; ``sessions``, ``own_password``, ``preferences``; ``permissions``; ``policy``; ``shell``. Nothing
is imported here, so that a command or a page pays only for what it uses.
"""
