"""Whether the console is alive."""

from django.db import connection
from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse


def health(_: HttpRequest) -> HttpResponse:
    """Alive, and whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return JsonResponse({"status": "the database is away"}, status=503, headers={"Retry-After": "2"})
    return JsonResponse({"status": "ok"})
