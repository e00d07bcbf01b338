"""One module a noun; each puts its functions under their paths when it is imported."""

from pratique.service.endpoints import enforcement, screening

__all__ = ["enforcement", "screening"]
