"""Statements of reasons in the form of the DSA Transparency Database."""

from pratique.enforcement.transparency.form import Endpoint, Verdict, check, check_batch

__all__ = ["Endpoint", "Verdict", "check", "check_batch"]
