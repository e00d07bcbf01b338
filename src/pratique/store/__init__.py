"""PostgreSQL without Django: transactions, records and their events, the hash chain, the vault, the outbox.

Django's migrations own the schema.
"""
