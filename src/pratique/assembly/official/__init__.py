"""Official lists in the machine-readable forms their publishers give, as lists of our content."""

from pratique.assembly.official.forms import FORMS, Form
from pratique.assembly.official.merge import Merged, merged
from pratique.assembly.official.sheet import entries_of

__all__ = ["FORMS", "Form", "Merged", "entries_of", "merged"]
