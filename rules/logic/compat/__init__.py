"""Compatibility mode: JsonLogic as published, with IEEE doubles, coercions and errors by type."""
