"""What a trader sees of their own: how they stand, why something was done, what puts it right, who they are, and how to contest."""
