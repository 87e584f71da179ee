"""That it was there: the seal of when it goes in and out, the rounds of every hour, the certificate."""
