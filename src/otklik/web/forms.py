"""How forms are drawn: label, hint, message and field in the order that a screen reader needs."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draw forms and fields with our own templates, and widgets with Django's."""

    form_template_name = "web/form.html"
    field_template_name = "web/field.html"
