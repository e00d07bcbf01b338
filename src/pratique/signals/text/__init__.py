"""Concepts read out of text: normal forms, disguises, terms, guards, quantities. The way in is `detector.TextDetector`."""
