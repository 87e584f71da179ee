"""Filing [presentar]: drafts, papers, check your answers, send."""
