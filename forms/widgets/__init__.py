"""The controls of a page: WTForms widgets that write HTML once, with slots for what changes."""
