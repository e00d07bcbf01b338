"""Listings: found, opened down to the law, tried before they are there."""
