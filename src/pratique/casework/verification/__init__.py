"""Who sells: what a trader has to tell, how it is made sure of, by when, and what follows where it is not (DSA Art. 30 to 32, INFORM)."""

from pratique.casework.verification.events import Evidence, Paper, VerificationEvent
from pratique.casework.verification.identifiers import Check
from pratique.casework.verification.state import Verification, apply

__all__ = ["Check", "Evidence", "Paper", "Verification", "VerificationEvent", "apply"]
