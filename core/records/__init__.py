"""Submit, revise, read, list and export records.

Doors: ``submit``, ``revise``, ``review`` (return, withdraw, delete, restore), ``lists``, ``history``,
``drafts``, ``attachments``, ``columns``, ``export``, ``masking``, ``values``. Nothing is imported here, so
that a command or a page pays only for what it uses.
"""
