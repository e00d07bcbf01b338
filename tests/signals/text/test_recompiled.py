"""Terms of a few changed concepts compiled anew give what compiling all of them gives."""

import msgspec

from pratique.facts.concept import Term
from pratique.policy.load import load_content
from pratique.signals.text.lexicon import compile_terms, recompiled


def test_compiling_what_changed_is_compiling_all() -> None:
    before = [one for one in load_content().concepts.values() if one.terms][:60]
    after = list(before)
    after[3] = msgspec.structs.replace(after[3], terms=(*after[3].terms[1:], Term("wobble orbs", "en"), Term("Kugelspaß", "de", False)))
    after[7] = msgspec.structs.replace(after[7], terms=())
    after.append(msgspec.structs.replace(before[0], id="toy.another", terms=(Term("wobble orbs", "en", exact=True),)))
    whole, part = compile_terms(after), recompiled(compile_terms(before), after, [3, 7, 60])
    assert dict(zip(part.patterns, part.entries, strict=True)) == dict(zip(whole.patterns, whole.entries, strict=True))
    assert dict(zip(part.disguised_patterns, part.disguised_entries, strict=True)) == dict(
        zip(whole.disguised_patterns, whole.disguised_entries, strict=True)
    )
    same = next(number for number, found in enumerate(whole.entries) if found)
    assert part.patterns[:same] == whole.patterns[:same]
