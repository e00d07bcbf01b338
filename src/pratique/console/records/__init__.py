"""Tables of the records, as Django models. `store` reads and writes them without Django; a test holds the two together."""
