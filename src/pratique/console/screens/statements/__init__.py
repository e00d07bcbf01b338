"""Statements of reasons and the actions they explain."""
