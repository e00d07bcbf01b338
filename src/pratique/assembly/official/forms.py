"""The forms in which publishers give their lists: which column holds what."""

import msgspec


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """One publisher's table. Columns are named as in its head; the first that is there counts."""

    name: str
    publisher: str
    names: tuple[str, ...]
    """The entry's name. What is behind `;` in it is a synonym."""
    synonyms: tuple[str, ...] = ()
    """Further names, all of the columns that are there; several in a cell between `;`, `|`, `,,` or line ends."""
    numbers: tuple[str, ...] = ()
    """Registry numbers (CAS)."""
    since: tuple[str, ...] = ()
    """The day the entry came onto the list."""
    head: tuple[str, ...] = ()
    """For tables published without a head."""
    leave_out: tuple[str, tuple[str, ...]] | None = None
    """A column, and the values whose rows are no entries."""


_SDN = ("ent_num", "name", "type", "program", "title", "call_sign", "vess_type", "tonnage", "grt", "vess_flag", "vess_owner", "remarks")

FORMS = {
    form.name: form
    for form in (
        Form(
            name="cosing",
            publisher="European Commission, CosIng: annexes of Regulation (EC) No 1223/2009 as CSV",
            names=("Chemical name / INN", "Substance"),
            synonyms=("Name of Common Ingredients Glossary", "Identified INGREDIENTS or substances e.g."),
            numbers=("CAS Number", "CAS No"),
        ),
        Form(
            name="echa",
            publisher="European Chemicals Agency: candidate list, authorisation list or restrictions as CSV",
            names=("Substance name", "Name"),
            synonyms=("Synonyms",),
            numbers=("CAS No.", "CAS number", "CAS no"),
            since=("Date of inclusion",),
        ),
        Form(
            name="prop65",
            publisher="California OEHHA: Proposition 65 list as CSV",
            names=("Chemical", "Substance"),
            numbers=("CAS No.", "CAS", "CAS Number"),
            since=("Date Listed",),
        ),
        Form(
            name="cites",
            publisher="CITES, Species+ and the checklist: index of listed species as CSV",
            names=("Scientific Name", "FullName", "Full name", "Taxon"),
            synonyms=("English common names", "Spanish common names", "French common names", "English", "Spanish", "French", "Synonyms"),
        ),
        Form(
            name="ozone",
            publisher="Ozone Secretariat: controlled substances of the Montreal Protocol as CSV",
            names=("Substance", "Name"),
            synonyms=("Trade name", "Trade names", "Common name"),
            numbers=("CAS", "CAS No.", "CAS number"),
        ),
        Form(
            name="opss",
            publisher="US Department of Defense, Operation Supplement Safety: prohibited ingredients as CSV or JSON",
            names=("Name",),
            synonyms=("other_names", "Other names", "label_terms"),
        ),
        Form(
            name="sdn",
            publisher="US Treasury, OFAC: specially designated nationals, sdn.csv (no head)",
            names=("name",),
            head=_SDN,
            leave_out=("type", ("individual", "vessel", "aircraft")),
        ),
        Form(
            name="csl",
            publisher="US Department of Commerce: Consolidated Screening List as CSV or JSON (entity list, military end users and others)",
            names=("name",),
            synonyms=("alt_names",),
            since=("start_date",),
            leave_out=("type", ("Individual", "Vessel", "Aircraft")),
        ),
        Form(
            name="plain",
            publisher="any table with the columns name, and perhaps terms, cas and from",
            names=("name",),
            synonyms=("terms", "synonyms"),
            numbers=("cas",),
            since=("from",),
        ),
    )
}
