"""What is published is not the document but a version of it: without the code that would open the whole one to anybody
at `/verify/`, without the certificates of who signed it, and without what may not be told of people."""
