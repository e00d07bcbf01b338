"""E-mail to those who have to be told: by SMTP, or into a folder where there is no server."""
