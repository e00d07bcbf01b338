"""Brands across listings: who may sell under which, what their goods cost, which names are meant to be taken for theirs."""
