"""What a rights holder sees of their own: rights and their proof, notices sent and what became of them."""
