"""Backups that can be trusted: one file, complete or refused, restored into an empty place and proved."""

from .backing_up import BackupMade, back_up
from .restoring import Restored, RestoreRefused, restore

__all__ = ["BackupMade", "RestoreRefused", "Restored", "back_up", "restore"]
