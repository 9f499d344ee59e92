"""Township forms, switches and parameters: one readable JSON file, safely changed."""
