"""How Django draws our forms: `{{ form }}` and `{{ form.title.as_field_group }}` follow the look."""

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Set as `FORM_RENDERER`; widgets come from Django, the frame of a field and of a form from us."""

    form_template_name = "ui/_form.html"
    field_template_name = "ui/_field.html"
