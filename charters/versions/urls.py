"""Addresses of versions. That of a validated version never changes."""

from django.urls import path, register_converter

from charters.versions.views import documents, listing, prepare, submitted, validated

register_converter(documents.EndingConverter, "ending")

urlpatterns = [
    path("<slug:charter>/versions/", listing.versions, name="versions"),
    path("<slug:charter>/versions/prepare/", prepare.version_prepare, name="version-prepare"),
    path("<slug:charter>/versions/prepare/open/", prepare.version_open, name="version-open"),
    path("<slug:charter>/versions/prepare/abandon/", prepare.version_abandon, name="version-abandon"),
    path("<slug:charter>/versions/submitted/<int:submission>/", submitted.version_submitted, name="version-submitted"),
    path(
        "<slug:charter>/versions/submitted/<int:submission>/<slug:act>/",
        submitted.version_decide,
        name="version-decide",
    ),
    path(
        "<slug:charter>/versions/submitted/<int:submission>/document.<ending:ending>",
        documents.submitted_document,
        name="version-submitted-document",
    ),
    path(
        "<slug:charter>/versions/submitted/<int:submission>/changes.docx",
        documents.submitted_changes_document,
        name="version-submitted-changes-document",
    ),
    path("<slug:charter>/versions/<int:number>/", validated.version, name="version"),
    path(
        "<slug:charter>/versions/<int:number>/document.<ending:ending>",
        documents.version_document,
        name="version-document",
    ),
    path(
        "<slug:charter>/versions/<int:before>/changes-to/<int:after>/changes.docx",
        documents.version_changes_document,
        name="version-changes-document",
    ),
]
