"""Conditions, tables and effects, evaluated the same on server and phone. Pure."""
