"""Acts on templates: write, publish, adapt, follow the one above, retire, bring the standard ones."""

from consistori.documents.templating.services.sharing import (
    adapt_template,
    adopt_standard_templates,
    stay_with_ours,
    take_newer,
)
from consistori.documents.templating.services.writing import (
    Words,
    create_template,
    describe_template,
    publish_template,
    retire_template,
    return_template,
    write_template,
)

__all__ = [
    "Words",
    "adapt_template",
    "adopt_standard_templates",
    "create_template",
    "describe_template",
    "publish_template",
    "retire_template",
    "return_template",
    "stay_with_ours",
    "take_newer",
    "write_template",
]
