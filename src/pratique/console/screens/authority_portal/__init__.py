"""What an authority sees of its own: orders it gave, what was done, the reports."""
