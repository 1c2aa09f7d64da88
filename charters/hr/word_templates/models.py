"""The Word templates of human resources: their own file, with places for the words of the charter."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from charters.hr.kinds import DocumentKind
from governance.signing import Signed, SignedQuerySet, SignedRecords


class WordTemplateQuerySet(SignedQuerySet):
    def usable(self) -> WordTemplateQuerySet:
        """Those that one may still choose."""
        return self.filter(retired=False).order_by("kind", "name", "pk")


class WordTemplate(Signed):
    """A template that was read, tried and accepted. Its file never changes: another file is another template."""

    name = models.CharField(_("name of the template"), max_length=120)
    kind = models.CharField(_("document it is for"), max_length=20, choices=DocumentKind)
    placeholders = ArrayField(models.CharField(max_length=80), default=list, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    size = models.PositiveIntegerField(editable=False)
    retired = models.BooleanField(default=False, editable=False)

    objects = WordTemplateQuerySet.as_manager()
    history = SignedRecords()

    class Meta:
        verbose_name = _("document template")
        ordering = ["kind", "name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("word-template", args=[self.pk])


class WordTemplateFile(models.Model):
    """The file itself, apart, so that no history and no list carries it."""

    template = models.OneToOneField(WordTemplate, on_delete=models.PROTECT, primary_key=True, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.template_id}"
