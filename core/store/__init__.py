"""Durable tables: one writer thread with group commit, SQLite or PostgreSQL."""
