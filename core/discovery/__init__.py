"""Find plugins without importing them, read their folders, load them."""
