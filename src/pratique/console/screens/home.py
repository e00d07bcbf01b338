"""The door: who is here, what runs, and where the API is described."""

import os

from django.db import connection
from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """What runs, in figures."""
    figures = []
    with connection.cursor() as cursor:
        for english, chinese, table in (
            ("Decisions", "判定", "decision"),
            ("Cases", "案件", "case_file"),
            ("Actions", "处置", "enforcement_action"),
            ("Traders", "商家", "trader"),
            ("Appeals", "申诉", "appeal"),
        ):
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - names of our own tables
            row = cursor.fetchone()
            figures.append({"en": english, "zh": chinese, "number": row[0] if row else 0})
    api = os.environ.get("PRATIQUE_API", "")
    is_chinese = getattr(request, "LANGUAGE_CODE", "en").startswith("zh")
    return render(request, "pratique/home.html", {"figures": figures, "api": api, "is_chinese": is_chinese})


def health(_: HttpRequest) -> HttpResponse:
    """Alive, and whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return JsonResponse({"status": "the database is away"}, status=503, headers={"Retry-After": "2"})
    return JsonResponse({"status": "ok"})
