"""The same offer again: near-duplicates over title, description, numbers and pictures, whatever was done to hide them."""

from pratique.identity.duplicates.compare import Agreement, Comparison, compare
from pratique.identity.duplicates.fingerprint import Fingerprint, fingerprint, fingerprints
from pratique.identity.duplicates.groups import Group, groups
from pratique.identity.duplicates.index import DuplicateIndex

__all__ = ["Agreement", "Comparison", "DuplicateIndex", "Fingerprint", "Group", "compare", "fingerprint", "fingerprints", "groups"]
