"""Pratique: may this product be offered in this market, today, and if not, why, by which law, and what would put it right."""
