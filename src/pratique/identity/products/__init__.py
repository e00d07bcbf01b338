"""Offers of one product by many traders: blocks, agreement of pairs, a scorer, clusters. Words differ here; what is offered is the same.

For copies of one and the same listing see `identity.duplicates`.
"""

from pratique.identity.products.blocking import Block, blocks
from pratique.identity.products.clusters import clusters
from pratique.identity.products.pairs import Pairs, pairs_of
from pratique.identity.products.scorer import PLAIN, PairScorer
from pratique.identity.products.title import Title, titles

__all__ = ["PLAIN", "Block", "PairScorer", "Pairs", "Title", "blocks", "clusters", "pairs_of", "titles"]
