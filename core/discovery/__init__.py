"""Find plugins without importing them, then load each one so that a bad one never stops the others."""

from .finding import find_plugin_folder, find_plugins
from .loading import load_plugins
from .modules import build_plugin_manager
from .reading import read_plugin

__all__ = ["build_plugin_manager", "find_plugin_folder", "find_plugins", "load_plugins", "read_plugin"]
