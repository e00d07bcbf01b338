"""Traders: accounts, ledger and standing, verification, and ladders tried out."""
