"""The kind of file of a text written here: never recognised in what others bring, so nobody can pass for it."""

from consistori.formats.kinds import Family, Kind

WRITTEN = Kind("text/vnd.consistori.text+html", ".html", "HTML", Family.MARKUP)


def is_written(media_type: str) -> bool:
    """Whether a version is a text of ours."""
    return media_type == WRITTEN.media_type
