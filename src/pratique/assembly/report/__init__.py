"""What a run came to: counts for the terminal, and a page that a person can open."""

from pratique.assembly.report.collect import Collected
from pratique.assembly.report.page import Heading, Page
from pratique.assembly.report.tally import RANK, Tally
from pratique.assembly.report.worst import Shown, Worst

__all__ = ["RANK", "Collected", "Heading", "Page", "Shown", "Tally", "Worst"]
