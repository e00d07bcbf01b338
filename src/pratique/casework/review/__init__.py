"""How good reviewing is: agreement between people, golden sets, training and certificates."""

from pratique.casework.review.agreement import Agreement, cohen_kappa
from pratique.casework.review.reviewer import Certificate, Reviewer, ReviewerEvent, apply

__all__ = ["Agreement", "Certificate", "Reviewer", "ReviewerEvent", "apply", "cohen_kappa"]
