"""How well product identity works: listings written by rule for notices, real notices, and the product pairs of the literature."""
