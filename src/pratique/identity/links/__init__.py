"""Links between traders: what two accounts share, how much that says, and who belongs together."""

from pratique.identity.links.graph import Common, Graph, Group, Link, Shared, graph
from pratique.identity.links.tokens import KINDS, Token, tokens_of

__all__ = ["KINDS", "Common", "Graph", "Group", "Link", "Shared", "Token", "graph", "tokens_of"]
