"""Rights holders, their rights with the proof of them, their agents, and how a trader contests a notice."""
