"""What a disguised word means: `V1@GRA` is viagra."""

from collections import defaultdict

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extractOne

from pratique.policy.model import Content
from pratique.signals.text.disguise import LEET, skeleton
from pratique.signals.text.normal import normalise

LEAST_TO_GUESS = 5
"""Skeletons shorter than this are not guessed at: too many words are one letter away."""


class WordResolver:
    """Finds the term of the content that a single disguised word stands for."""

    def __init__(self, content: Content) -> None:
        self._terms: defaultdict[str, list[str]] = defaultdict(list)
        for concept in content.concepts.values():
            for term in concept.terms:
                written = normalise(term.text).strip()
                if written and written.replace(" ", "").isalnum():
                    self._terms[skeleton(written)].append(written)
        self._skeletons = list(self._terms)

    def resolve(self, word: str) -> str:
        """The term meant, in normal form; the word's own normal form where no term is meant."""
        plain = normalise(word).strip()
        letters = "".join(character for character in word.translate(LEET) if character.isalnum())
        without_signs = "".join(character for character in word if character.isalnum() or character.isspace())
        without_digits = "".join(character for character in without_signs if not character.isdigit())
        forms = list(dict.fromkeys(skeleton(form) for form in (plain, word, letters, without_signs, without_digits)))
        for form in forms:
            if form in self._terms:
                return self._nearest(form, without_signs.lower())
        if not _is_disguised(word):
            return plain
        guesses = [
            (found[1], found[0])
            for form in forms
            if len(form) >= LEAST_TO_GUESS
            and (found := extractOne(form, self._skeletons, scorer=Levenshtein.distance, score_cutoff=1))
            and len(found[0]) >= LEAST_TO_GUESS
        ]
        return self._nearest(min(guesses)[1], without_signs.lower()) if guesses else plain

    def _nearest(self, form: str, written: str) -> str:
        """Of several terms with one skeleton, the one written most like the word."""
        return min(self._terms[form], key=lambda term: (Levenshtein.distance(term.replace(" ", ""), written), len(term), term))


def _is_disguised(word: str) -> bool:
    """Signs or digits among letters: an honest word is not guessed at."""
    core = word.strip().strip(".,;:!?\"'()[]")
    return any(character.isalpha() for character in core) and not core.isalpha()
