"""Where the data lies: the folder, its lock, the secret of the console."""

import fcntl
import os
import secrets
import stat
from pathlib import Path
from typing import IO

import platformdirs

from pratique.base.errors import SetupError

FOR_ROOT = Path("/var/lib/pratique")


def default_folder() -> Path:
    """`PRATIQUE_DATA`, else `/var/lib/pratique` for root, whose home is private, else the user's own data folder."""
    given = os.environ.get("PRATIQUE_DATA")
    if given:
        return Path(given)
    return FOR_ROOT if os.geteuid() == 0 else platformdirs.user_data_path("pratique")


class DataFolder:
    """A data folder that is ours as long as the lock is held."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().resolve()
        self._lock: IO[str] | None = None

    @property
    def database(self) -> Path:
        """PostgreSQL's own folder."""
        return self.path / "postgres"

    @property
    def logs(self) -> Path:
        """What the parts write."""
        return self.path / "logs"

    @property
    def metrics(self) -> Path:
        """Figures the workers of the service share."""
        return self.path / "metrics"

    def open(self) -> None:
        """Make it, and lock it.

        Raises SetupError where another `pratique up` holds it, where it cannot be written, and, as root, where a folder above it is
        private: PostgreSQL runs as another user then and would have to open that folder to everybody.
        """
        private = self.private_parent()
        if private is not None:
            raise SetupError(
                f"the data folder `{self.path}` lies under `{private}`, which only its owner may read; as root, PostgreSQL runs as the user"
                f" `pgserver` and would need it opened. Choose another folder, as in: pratique up --data {FOR_ROOT}"
            )
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if os.geteuid() == 0:
                self.path.chmod(0o755)
            for folder in (self.logs, self.metrics):
                folder.mkdir(exist_ok=True)
                folder.chmod(0o700)
            self._lock = (self.path / "lock").open("a+")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SetupError(f"`pratique up` runs already on `{self.path}`; stop it, or choose another folder with --data") from None
        except OSError as error:
            raise SetupError(f"the data folder `{self.path}` cannot be used: {error.strerror}; choose another with --data") from None
        for old in self.metrics.glob("*.db"):
            old.unlink()

    def close(self) -> None:
        """Let go of the lock."""
        if self._lock is not None:
            self._lock.close()

    def private_parent(self) -> Path | None:
        """As root: the first folder above that others may not read and enter."""
        if os.geteuid() != 0:
            return None
        for parent in reversed(self.path.parents):
            wanted = stat.S_IROTH | stat.S_IXOTH
            if parent.exists() and parent.stat().st_mode & wanted != wanted:
                return parent
        return None

    def secret(self) -> str:
        """The secret of the console, made once and readable by its owner alone."""
        path = self.path / "secret"
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text("ascii")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            made = secrets.token_urlsafe(48)
            file.write(made)
        return made
