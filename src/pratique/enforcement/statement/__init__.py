"""Statements of reasons: what a trader is told of a restriction (Regulation (EU) 2022/2065 Art. 17), in their language."""

from pratique.enforcement.statement.compose import LANGUAGES, compose
from pratique.enforcement.statement.state import BrokenRule, Reasons, Statement, StatementEvent, apply, issue, withdraw

__all__ = ["LANGUAGES", "BrokenRule", "Reasons", "Statement", "StatementEvent", "apply", "compose", "issue", "withdraw"]
