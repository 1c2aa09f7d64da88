"""The outbox, among the pages of the organisation."""

from django.urls import URLPattern, URLResolver, path

from governance.mail import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("organisation/mail/", views.outgoing, name="outgoing-mail"),
    path("organisation/mail/now/", views.try_now, name="mail-try-now"),
    path("organisation/mail/<uuid:pk>/<str:act>/", views.decide, name="mail-decide"),
]
