"""Addresses of the console."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from pratique.console.accounts import pages, signing_in
from pratique.console.frame import areas, files, health, home, palette, reader, saved, waiting
from pratique.console.screens import notice

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("healthz", health.health, name="health"),
    path("find", palette.find, name="find"),
    path("waiting", waiting.waiting, name="waiting"),
    path("views/keep", saved.keep, name="view-keep"),
    path("views/forget", saved.forget, name="view-forget"),
    path("theme", reader.set_theme, name="theme"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/login", signing_in.sign_in, name="account-login"),
    path("account/logout", signing_in.sign_out, name="account-logout"),
    path("account/verify", signing_in.verify, name="account-verify"),
    path("account/", pages.account, name="account"),
    path("account/password", pages.password, name="account-password"),
    path("account/device", pages.device, name="account-device"),
    path("account/sessions", pages.end_sessions, name="account-sessions"),
    path("notice", notice.send, name="notice"),
    path("notice/answer", notice.answer, name="notice-answer"),
    path("files/<str:name>", files.download, name="file"),
    path("files/<str:name>/shown", files.shown, name="file-shown"),
    path("admin/login/", signing_in.to_administration),
    path("admin/", admin.site.urls),
    *areas.urls(),
]
if settings.OIDC_ISSUER:
    urlpatterns.append(path("oidc/", include("mozilla_django_oidc.urls")))

handler400 = "pratique.console.frame.problems.unread"
handler404 = "pratique.console.frame.problems.not_found"
handler403 = "pratique.console.frame.problems.forbidden"
handler500 = "pratique.console.frame.problems.broken"
