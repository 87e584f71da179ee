"""The terms of cases: opened with the case, drawn on its page, closed with it; what silence means in it."""
