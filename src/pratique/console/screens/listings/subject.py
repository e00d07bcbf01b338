"""How the number of a listing stands in an address: a marketplace may put anything into it, also `/../`, which browsers resolve."""

from urllib.parse import quote, unquote


class SubjectConverter:
    """Django's converter: escaped once more than Django does, dots in front as well, so that one part of the address it stays."""

    regex = ".+"

    def to_python(self, value: str) -> str:
        """The number."""
        return unquote(value)

    def to_url(self, value: str) -> str:
        """What Django escapes once more."""
        escaped = quote(value, safe="")
        return escaped.replace(".", "%2E") if escaped.startswith(".") else escaped
