"""Numbers that goods and documents carry, looked at on their own: shape, parts, check digits. Whether one was issued a register knows."""
