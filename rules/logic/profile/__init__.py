"""The typed profile: trees that cannot reach a coercion, with exact numbers and absent values."""
