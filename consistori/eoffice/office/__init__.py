"""The office itself: home, procedures, and what the law wants published."""
