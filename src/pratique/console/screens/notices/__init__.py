"""Notices, those who send them, and the rights they rest on."""
