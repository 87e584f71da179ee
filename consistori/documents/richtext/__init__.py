"""Rich text [text amb format / texto con formato]: what may be written, and the same words in other forms.

One canonical HTML is kept; paper, Word, plain words and comparisons are all drawn from its tree.
"""

from consistori.documents.richtext.cleaning import clean, parse
from consistori.documents.richtext.html import to_html
from consistori.documents.richtext.plain import to_text
from consistori.documents.richtext.typst import to_typst

__all__ = ["clean", "parse", "to_html", "to_text", "to_typst"]
