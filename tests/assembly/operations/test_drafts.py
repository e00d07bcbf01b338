"""A change of the content from its first word to every worker, on a real database: tried, agreed to by another, rolled back, within walls."""

import pytest

from pratique.assembly import draft_trial, listing_index
from pratique.assembly.operations import approval, draft_base, drafts, proposals, publishing, screening
from pratique.assembly.screeners import Question, Screeners
from pratique.assembly.trial_sample import Asked, Deciding, Sample
from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import AbsentError, ConflictError, ContentError, ForbiddenError, InvalidError
from pratique.casework.content_draft import ContentDraft, Tried
from pratique.policy.overlay import from_zip
from pratique.policy.resolve import members
from pratique.policy.written import concept_yaml, examples_yaml
from pratique.store import contents, samples
from pratique.store.listings import Wanted
from pratique.store.records import rebuilt
from tests.assembly.operations.conftest import World

HAAS = Actor("user_haas", frozenset({"strategist"}))
OSEI = Actor("user_osei", frozenset({"legal"}))
LAZADA = Actor("user_lee", frozenset({"strategist"}), channels=frozenset({"lazada"}))
WALLED_LEGAL = Actor("user_tan", frozenset({"legal"}), channels=frozenset({"aliexpress"}))
READER = Actor("user_ada", frozenset({"auditor"}))
HOUSE_RULE = """- id: no-wobble-orbs
  title: {en: No wobble orbs on this channel, zh: 本渠道不得销售摇摆球}
  when: {any: [toy.water_beads]}
  demand: prohibited
  fix: {en: Withdraw the offer on this channel., zh: 请在本渠道下架该商品。}
  verified: {by: house, checked: 2026-11-02}
"""


@pytest.fixture
def begun(world: World) -> World:
    """The packaged content decides."""
    with world.work() as tx:
        publishing.publish(tx, SYSTEM, world.content)
    return world


def water_beads(world: World, more: str = "wobble orbs") -> dict[str, str | None]:
    content = world.content
    families = members(name for name in content.concepts if not name.startswith("list."))
    text = concept_yaml(content.concepts["toy.water_beads"], families).replace("[water beads", f"[{more}, water beads")
    shown = [one for one in content.examples if one.concept == "toy.water_beads"]
    return {"concepts/toy.yaml": text, "concepts/toy.examples.yaml": examples_yaml("toy.water_beads", shown)}


def tried(world: World, draft: ContentDraft, **found: int) -> None:
    with world.work() as tx:
        drafts.note_trial(tx, HAAS, draft.id, Tried(draft.edition, world.moment, **found))


def submitted(world: World, actor: Actor = HAAS) -> ContentDraft:
    with world.work() as tx:
        draft = drafts.begin(tx, actor, world.content, "Wobble orbs are water beads")
        draft = drafts.write(tx, actor, world.content, draft.id, water_beads(world))
    tried(world, draft)
    with world.work() as tx:
        return drafts.submit(tx, actor, world.content, draft.id, "seen on three channels")


def test_from_the_first_word_to_every_worker_and_back(begun: World) -> None:
    world = begun
    draft = submitted(world)
    with world.work() as tx:
        assert contents.active(tx) == world.content.hash
        done = approval.approve(tx, OSEI, world.content, str(draft.proposal))
        assert done.proposal.status == "done"
        assert contents.active(tx) == draft.content
        assert drafts.read(tx, READER, draft.id).status == "published"
        now = contents.load(tx, str(draft.content))
        assert "wobble orbs" in {term.text for term in now.concepts["toy.water_beads"].terms}
        assert any(one.concept == "toy.water_beads" for one in contents.with_tests(tx, now).examples)
    with world.work() as tx:
        assert rebuilt(tx, drafts.DRAFTS, draft.id) == drafts.read(tx, READER, draft.id)
        back = publishing.roll_back(tx, HAAS)
        assert back.hash == world.content.hash == contents.active(tx)
    with pytest.raises(ForbiddenError), world.work() as tx:
        publishing.roll_back(tx, LAZADA)
    with pytest.raises(AbsentError), world.work() as tx:
        publishing.roll_back(tx, HAAS, "0" * 64)


def test_whoever_wrote_in_it_cannot_agree(begun: World) -> None:
    world = begun
    with world.work() as tx:
        draft = drafts.begin(tx, HAAS, world.content, "Together")
        draft = drafts.write(tx, OSEI, world.content, draft.id, water_beads(world))
    tried(world, draft)
    with world.work() as tx:
        draft = drafts.submit(tx, HAAS, world.content, draft.id, "both wrote")
    with pytest.raises(ForbiddenError, match="cannot agree"), world.work() as tx:
        approval.approve(tx, OSEI, world.content, str(draft.proposal))
    with pytest.raises(ForbiddenError, match="not yours to agree"), world.work() as tx:
        approval.approve(tx, WALLED_LEGAL, world.content, str(draft.proposal))


def test_what_was_not_tried_or_fails_is_not_submitted(begun: World) -> None:
    world = begun
    with world.work() as tx:
        draft = drafts.begin(tx, HAAS, world.content, "Hasty")
        with pytest.raises(InvalidError, match="nothing is changed"):
            drafts.submit(tx, HAAS, world.content, draft.id, "now")
        draft = drafts.write(tx, HAAS, world.content, draft.id, water_beads(world))
        with pytest.raises(ConflictError, match="not tried"):
            drafts.submit(tx, HAAS, world.content, draft.id, "now")
    tried(world, draft, failed=2)
    with pytest.raises(InvalidError, match="2 examples and tests failed"), world.work() as tx:
        drafts.submit(tx, HAAS, world.content, draft.id, "now")
    tried(world, draft)
    with world.work() as tx:
        changed = drafts.write(tx, HAAS, world.content, draft.id, water_beads(world, "orbs"))
        with pytest.raises(ConflictError, match="not tried as it stands"):
            drafts.submit(tx, HAAS, world.content, changed.id, "now")
        with pytest.raises(ConflictError, match="changed since you opened it"):
            drafts.write(tx, HAAS, world.content, draft.id, {}, edition=draft.edition)


def test_two_drafts_do_not_undo_each_other(begun: World) -> None:
    world = begun
    first, second = submitted(world), submitted(world)
    with world.work() as tx:
        approval.approve(tx, OSEI, world.content, str(first.proposal))
    with pytest.raises(ConflictError, match="another content decides since"), world.work() as tx:
        approval.approve(tx, OSEI, world.content, str(second.proposal))
    with pytest.raises(ConflictError, match="still waits"), world.work() as tx:
        drafts.reopen(tx, HAAS, second.id)
    with world.work() as tx:
        proposals.reject(tx, OSEI, str(second.proposal), "the first is enough")
        drafts.reopen(tx, HAAS, second.id)
        now = contents.load(tx, str(first.content))
        draft_base.bring_up(tx, HAAS, now, second.id)
        up = drafts.read(tx, HAAS, second.id)
        assert (up.base, up.edition > 2, up.tried and up.tried.edition) == (now.hash, True, 2), "to be tried again"
        drafts.discard(tx, HAAS, second.id)
        with pytest.raises(ConflictError, match="discarded"):
            drafts.write(tx, HAAS, now, second.id, {"concepts/toy.yaml": None})


def test_a_strategist_of_one_channel_changes_its_house_rules_alone(begun: World) -> None:
    world = begun
    with world.work() as tx:
        draft = drafts.begin(tx, LAZADA, world.content, "House rule of Lazada")
        assert draft.channel == "lazada"
        drafts.write(tx, LAZADA, world.content, draft.id, {"policies/lazada/rules/orbs.yaml": HOUSE_RULE})
        for path in ("concepts/toy.yaml", "policies/house/rules/orbs.yaml", "policies/eu/rules/orbs.yaml", "policies/lazada/pack.yaml",
                     "policies/aliexpress/rules/orbs.yaml", "strategies/default.yaml", "markets/DE.yaml"):  # fmt: skip
            with pytest.raises(ForbiddenError, match="not of lazada alone"):
                drafts.write(tx, LAZADA, world.content, draft.id, {path: "[]"})
        with pytest.raises(AbsentError):
            drafts.begin(tx, LAZADA, world.content, "Elsewhere", "aliexpress")
        group = drafts.begin(tx, HAAS, world.content, "Group")
        with pytest.raises(ForbiddenError, match="not yours to change"):
            drafts.write(tx, LAZADA, world.content, group.id, {"policies/lazada/rules/orbs.yaml": HOUSE_RULE})
        other = Actor("user_kim", frozenset({"strategist"}), channels=frozenset({"aliexpress"}))
        with pytest.raises(AbsentError):
            drafts.read(tx, other, draft.id)
        assert {one.id for one in drafts.listed(tx, other).items} == {group.id}
        with pytest.raises(ForbiddenError):
            drafts.begin(tx, READER, world.content, "No")
        for path in ("../../etc/cron.d/x", "concepts/../../x.yaml", "content.yaml"):
            with pytest.raises(InvalidError, match="no file of content"):
                drafts.write(tx, HAAS, world.content, group.id, {path: "x"})
        with pytest.raises(InvalidError, match="larger than"):
            drafts.write(tx, HAAS, world.content, group.id, {"concepts/toy.yaml": "x" * 1_100_000})


def test_versions_are_not_used_twice_over_a_rollback(begun: World) -> None:
    world = begun
    with world.work() as tx:
        first = drafts.begin(tx, HAAS, world.content, "One")
        first = drafts.write(tx, HAAS, world.content, first.id, {"policies/lazada/rules/orbs.yaml": HOUSE_RULE})
    tried(world, first)
    with world.work() as tx:
        first = drafts.submit(tx, HAAS, world.content, first.id, "a")
        assert first.locked["lazada/no-wobble-orbs"].version == 1
        second = drafts.begin(tx, HAAS, world.content, "Two")
        changed = HOUSE_RULE.replace("prohibited", "restricted")
        second = drafts.write(tx, HAAS, world.content, second.id, {"policies/lazada/rules/orbs.yaml": changed})
        assert drafts.laid_over(tx, world.content, second).content.rules["lazada/no-wobble-orbs"].version == 2
        files = from_zip(drafts.exported(tx, READER, first.id)).files
        assert files == first.files
        third = drafts.begin(tx, HAAS, world.content, "Three")
        assert drafts.take_in(tx, HAAS, world.content, third.id, drafts.exported(tx, READER, first.id)).files == first.files


def test_changed_verdicts_of_a_sample(begun: World) -> None:
    world = begun
    titles = ("Wobble orbs 500 pcs growing in water for kids sensory play", "Cotton T-shirt for men, round neck, navy blue")
    for number, title in enumerate(titles):
        world.screen({"listing_id": f"l{number}", "title": title, "category": "Toys"}, "lazada")
    with world.work() as tx:
        draft = drafts.begin(tx, HAAS, world.content, "Orbs")
        draft = drafts.write(tx, HAAS, world.content, draft.id, {**water_beads(world), "policies/lazada/rules/orbs.yaml": HOUSE_RULE})
        laid = drafts.laid_over(tx, world.content, draft)
    while listing_index.catch_up(world.connection, lambda: world.moment):
        pass
    with world.work() as tx:
        sample = samples.newest(tx, HAAS, 100)
        assert [one.subject for one in samples.newest(tx, HAAS, 1)] == ["l1"]
        assert samples.newest(tx, HAAS, 100, Wanted(channel="aliexpress")) == samples.newest(tx, WALLED_LEGAL, 100) == []
        assert len(samples.newest(tx, LAZADA, 100, Wanted(market="DE"))) == 2
    steps: list[float] = []
    found = draft_trial.try_out(
        Deciding(world.content), laid.content, laid.locked, Sample(sample), Asked(world.moment.date()), lambda _, share: steps.append(share)
    )
    assert found.units == ("lazada/no-wobble-orbs", "toy.water_beads")
    assert found.failed == ()
    assert len(found.outcomes or ()) > 2
    assert steps == sorted(steps)
    assert (found.effect.sample, found.effect.changed) == (2, 1)
    one = found.effect.shown[0]
    assert (one.subject, one.is_stricter) == ("l0", True)
    # what the trial says is what a full screening by the new content says
    fresh = Screeners(laid.content, lambda: world.moment)
    with world.work() as tx:
        asked = screening.asked_of(
            {"listing_id": "l0", "title": titles[0], "category": "Toys"},
            Question("lazada", as_of=world.moment.date()),
            laid.content,
            SYSTEM,
        )
        ((decision, _),) = screening.keep_many(tx, fresh, [asked], SYSTEM)
        kept = screening.read(tx, decision, SYSTEM)
    says = {market: outcome.verdict for outcome in kept.outcomes for market in outcome.markets}
    for change in one.changes:
        assert {says[market] for market in change.markets} == {change.after}
    assert found.effect.stricter == sum(len(change.markets) for change in one.changes)


def test_what_cannot_be_read_is_told_at_its_place(begun: World) -> None:
    world = begun
    with world.work() as tx:
        draft = drafts.begin(tx, HAAS, world.content, "Slip")
        draft = drafts.write(tx, HAAS, world.content, draft.id, {"policies/lazada/rules/orbs.yaml": HOUSE_RULE.replace("demand", "demnd")})
        with pytest.raises(ContentError, match="unknown key `demnd`"):
            drafts.laid_over(tx, world.content, draft)
