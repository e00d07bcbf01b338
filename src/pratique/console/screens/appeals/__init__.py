"""Appeals: what is contested, and what becomes of it."""
