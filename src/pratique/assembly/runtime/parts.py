"""Which parts there are, and how each is started."""

from collections.abc import Callable, Sequence

from pratique.assembly.runtime.folder import DataFolder
from pratique.assembly.runtime.supervisor import Part


def parts(
    folder: DataFolder, host: str, port: int, console_port: int, workers: int, *, demo: bool = False
) -> Callable[[str], Sequence[Part]]:
    """Service, console and worker, in the order in which they start."""

    def of(_: str) -> Sequence[Part]:
        service = {
            "PRATIQUE_HOST": host,
            "PRATIQUE_PORT": str(port),
            "PRATIQUE_WORKERS": str(workers),
            "PROMETHEUS_MULTIPROC_DIR": str(folder.metrics),
        }
        console = {
            "PRATIQUE_HOST": host,
            "PRATIQUE_CONSOLE_PORT": str(console_port),
            "PRATIQUE_SECRET_KEY": folder.secret(),
            "PRATIQUE_WORKBENCH": str(folder.path / "workbench"),
            "PRATIQUE_API": f"http://{host}:{port}",
            **({"PRATIQUE_DEMO": "1"} if demo else {}),
        }
        worker = {"PRATIQUE_CONSOLE_URL": f"http://{host}:{console_port}", "PRATIQUE_MAIL_FOLDER": str(folder.path / "mail")}
        return (
            Part("service", "pratique.service", service, f"http://{host}:{port}  (API: /openapi.json)", f"http://{host}:{port}/healthz"),
            Part("console", "pratique.console.serve", console, f"http://{host}:{console_port}", f"http://{host}:{console_port}/healthz"),
            Part("worker", "pratique.assembly.worker", worker),
        )

    return of
