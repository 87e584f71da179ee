"""Yearly renewals: last year's case gives this year's, by application or ex officio, resolved and sealed."""
