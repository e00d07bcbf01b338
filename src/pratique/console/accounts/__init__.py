"""Signing in, the second factor, sessions, and as whom somebody then acts."""
