"""Extracts of trade mark registers: read in the forms of the offices, and laid over the register of brands."""
