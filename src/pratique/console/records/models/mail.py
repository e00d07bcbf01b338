"""Letters; see `store.mail`."""

from django.db import models


class MailLetter(models.Model):
    """One message to one person, by e-mail. Neither the address nor the text stands here: both are looked up when it is sent."""

    id = models.BigAutoField(primary_key=True)
    message = models.TextField()
    addressee = models.TextField()
    status = models.TextField()
    attempts = models.IntegerField()
    next_at = models.DateTimeField()
    answer = models.TextField()

    class Meta:
        db_table = "mail_letter"
        constraints = [models.UniqueConstraint(fields=["message", "addressee"], name="letter_once")]
        indexes = [models.Index(fields=["next_at"], name="letter_waiting", condition=models.Q(status="waiting"))]
