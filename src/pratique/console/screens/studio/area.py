"""Addresses and navigation of the policy studio."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pratique.console.frame import terms
from pratique.console.frame.areas import Area, Entry
from pratique.console.screens.studio import ahead, changing, concepts, law, rules, trials, versions, workbench

terms.add(
    "verified",
    {"official_text": _("official text"), "secondary": _("secondary source"), "unverified": _("not verified"), "house": _("house")},
)
terms.add("rule_status", {"live": _("Live"), "shadow": _("In shadow"), "draft": _("Draft"), "retired": _("Retired")})
terms.add("test_kind", {"violating": _("must be found"), "near_miss": _("only looks like it"), "date_edge": _("before or after its day")})
terms.add("turn", {"begins": _("begins"), "ends": _("ends"), "value": _("new value")})
terms.add(
    "unit",
    {
        "rule": _("Rule"),
        "concept": _("Concept"),
        "parameter": _("Parameter"),
        "list": _("List"),
        "market": _("Market"),
        "channel": _("Channel"),
        "document": pgettext_lazy("unit", "Document"),
        "strategy": _("Strategy"),
        "source": pgettext_lazy("unit", "Instrument of law"),
        "brand": _("Brand"),
    },
)
terms.add(
    "change_kind",
    {
        "new": _("added"),
        "gone": _("removed"),
        "stricter": _("demands more"),
        "milder": _("demands less"),
        "scope": _("other scope"),
        "dates": _("other dates"),
        "value": _("other number or list"),
        "terms": _("other words"),
        "law": _("other law"),
        "wording": _("wording"),
    },
)

AREA = Area(
    entries=(
        Entry("studio-rules", _("Policy"), "studio", acts=("content.read",), key="p"),
        Entry("studio-drafts", _("Changes"), "fix", acts=("draft.read",), waiting=workbench.waiting, key="d"),
    ),
    urls=[
        path("studio/", rules.home, name="studio"),
        path("studio/rules", rules.listed, name="studio-rules"),
        path("studio/rules/<path:name>", rules.one, name="studio-rule"),
        path("studio/concepts", concepts.listed, name="studio-concepts"),
        path("studio/concepts/<path:name>", concepts.one, name="studio-concept"),
        path("studio/law", law.listed, name="studio-law"),
        path("studio/coverage", law.covered, name="studio-coverage"),
        path("studio/horizon", ahead.listed, name="studio-horizon"),
        path("studio/versions", versions.listed, name="studio-versions"),
        path("studio/versions/back", workbench.roll_back, name="studio-roll-back"),
        path("studio/versions/<str:old>/<str:new>", versions.compared, name="studio-difference"),
        path("studio/changes", workbench.listed, name="studio-drafts"),
        path("studio/changes/new", workbench.begin, name="studio-begin"),
        path("studio/changes/take", changing.take, name="studio-take"),
        path("studio/changes/<str:name>", workbench.one, name="studio-draft"),
        path("studio/changes/<str:name>/effect", trials.effect, name="studio-effect"),
        path("studio/changes/<str:name>/why/<int:row>", trials.why, name="studio-why"),
        path("studio/changes/<str:name>/sample", trials.take_sample, name="studio-sample"),
        path("studio/changes/<str:name>/zip", workbench.take_out, name="studio-out"),
        path("studio/changes/<str:name>/in", changing.take_in, name="studio-in"),
        path("studio/changes/<str:name>/step/<str:act>", workbench.step, name="studio-step"),
        path("studio/changes/<str:name>/<str:form>", changing.change, name="studio-change"),
    ],
    find=rules.find,
)
