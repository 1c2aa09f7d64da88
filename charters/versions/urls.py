"""Addresses of versions. That of a validated version never changes."""

from django.urls import path, register_converter

from charters.versions.views import (
    comparing,
    documents,
    listing,
    on_date,
    opinions,
    prepare,
    sponsors,
    submitted,
    validated,
)

register_converter(documents.EndingConverter, "ending")

urlpatterns = [
    path("<slug:charter>/versions/", listing.versions, name="versions"),
    path("<slug:charter>/versions/compare/", comparing.version_compare, name="version-compare"),
    path("<slug:charter>/versions/on/", on_date.version_on, name="version-on"),
    path("<slug:charter>/versions/prepare/", prepare.version_prepare, name="version-prepare"),
    path("<slug:charter>/versions/prepare/open/", prepare.version_open, name="version-open"),
    path("<slug:charter>/versions/prepare/consult/", prepare.version_consult, name="version-consult"),
    path("<slug:charter>/versions/prepare/review/", prepare.version_review, name="version-review"),
    path("<slug:charter>/versions/prepare/abandon/", prepare.version_abandon, name="version-abandon"),
    path("<slug:charter>/versions/submitted/<int:submission>/", submitted.version_submitted, name="version-submitted"),
    path(
        "<slug:charter>/versions/submitted/<int:submission>/opinions/ask/",
        opinions.opinion_ask,
        name="opinion-ask",
    ),
    path(
        "<slug:charter>/versions/submitted/<int:submission>/opinions/<slug:committee>/",
        opinions.opinion_record,
        name="opinion-record",
    ),
    path(
        "<slug:charter>/versions/submitted/<int:submission>/<slug:act>/",
        submitted.version_decide,
        name="version-decide",
    ),
    path("<slug:charter>/clauses/<slug:clause>/sponsor/", sponsors.clause_sponsor, name="clause-sponsor"),
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
