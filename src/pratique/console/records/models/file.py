"""Files that were handed in; see `store.files`."""

from django.db import models


class KeptFile(models.Model):
    """One file: a picture of a listing, a document of a trader, evidence of a notice or an appeal."""

    id = models.TextField(primary_key=True)
    about = models.TextField()
    """`picture`, or the kind of record it was handed in with."""
    record = models.TextField()
    """Of a picture, the name under which listings speak of it."""
    name = models.TextField()
    media_type = models.TextField()
    size = models.IntegerField()
    digest = models.BinaryField()
    body = models.BinaryField(null=True)
    """Nothing once it was erased."""
    subject = models.TextField(db_index=True)
    """Whose personal data it holds, as in the vault; empty: nobody's."""
    by = models.TextField()
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    legal_hold = models.BooleanField(default=False)

    class Meta:
        db_table = "kept_file"
        indexes = [models.Index(fields=["about", "record"], name="kept_file_record")]
        constraints = [
            models.UniqueConstraint(fields=["record"], name="kept_picture_once", condition=models.Q(about="picture")),
        ]
