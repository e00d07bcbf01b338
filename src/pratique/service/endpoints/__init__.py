"""One module a noun; each puts its functions under their paths when it is imported."""

from pratique.service.endpoints import appeals, casework, enforcement, screening

__all__ = ["appeals", "casework", "enforcement", "screening"]
