"""What a bare page shows: clauses and their authors, with counters already counted."""

from django.db import models


class Person(models.Model):
    name = models.CharField(max_length=60)


class BareClause(models.Model):
    position = models.IntegerField(db_index=True)
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    text = models.TextField()
    status = models.CharField(max_length=20)
    author = models.ForeignKey(Person, on_delete=models.CASCADE)
    comment_count = models.IntegerField(default=0)
