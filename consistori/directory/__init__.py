"""Who works here [personal]: people, units, posts with dates and roles, sign-in, and what each may see."""
