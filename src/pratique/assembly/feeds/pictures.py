"""The pictures of notices, fetched where that is asked for and kept as hashes alone, by which listings are compared with them."""

import tempfile
from collections.abc import Callable, MutableMapping
from urllib.parse import urljoin, urlsplit

import msgspec

from pratique.assembly.feeds.courier import Courier, FetchError
from pratique.assembly.feeds.feed import Step
from pratique.identity.duplicates.pictures import UnreadablePictureError, hash_of_picture
from pratique.identity.notice import ProductNotice

LARGEST = 8 * 1024 * 1024
"""Bytes of one picture."""
MOST = 6
"""Pictures of one notice that are fetched, the first ones."""
PAUSE = 1.0
"""Least seconds between two requests to a host."""
_TIMES = 2
"""Tries of one picture: a notice is no worse for lacking it."""


class Pictures:
    """Hashes by address, as a pull remembers them: an empty one is of a picture that is none, and is not asked for again."""

    def __init__(self, known: MutableMapping[str, str], base: str, *, fetch: bool, courier: Callable[[str], Courier] | None = None) -> None:
        self._known, self._base, self._fetch = known, base, fetch
        self._make = courier or (lambda host: Courier(host, PAUSE, largest=LARGEST, attempts=_TIMES))
        self._couriers: dict[str, Courier] = {}
        self.fetched = self.unreadable = 0

    def of(self, notice: ProductNotice) -> ProductNotice:
        """The notice with the hashes of its pictures, as far as they are known or can be had."""
        addresses = [urljoin(self._base, one) for one in notice.pictures if not one.startswith("pdq:")][:MOST]
        if self._fetch:
            for url in addresses:
                if url not in self._known and urlsplit(url).hostname:
                    self._take(url)
        hashes = [f"pdq:{found}" for url in addresses if (found := self._known.get(url))]
        return msgspec.structs.replace(notice, pictures=tuple(dict.fromkeys((*notice.pictures, *hashes)))) if hashes else notice

    def _take(self, url: str) -> None:
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._couriers:
            self._couriers[host] = self._make(host)
        try:
            came = self._couriers[host].fetch(Step("picture", url, may_be_absent=True))
        except FetchError:  # asked for again by the next pull
            self.unreadable += 1
            return
        self._known[url] = ""
        self.fetched += 1
        if came is None:
            return
        with tempfile.NamedTemporaryFile(suffix=".picture") as file:
            file.write(came[0].body)
            file.flush()
            try:
                self._known[url] = hash_of_picture(file.name).hex()
            except UnreadablePictureError:
                self.unreadable += 1

    def close(self) -> None:
        """Give the connections back."""
        for courier in self._couriers.values():
            courier.close()
