"""Product identity: what is the same product, the same offer under another name, the same trader under another account."""
