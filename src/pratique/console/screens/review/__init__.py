"""Review: what waits for a person, the screen where it is decided, and how good reviewing is."""
