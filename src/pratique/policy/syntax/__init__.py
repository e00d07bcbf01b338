"""From the characters of a content file to typed values, with every error at its place."""
