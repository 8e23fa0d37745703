from django import template

from home.standing_pages import path_of

register = template.Library()


@register.simple_tag
def standing_page(name: str) -> str:
    """`{% standing_page "rights" as rights_url %}`: the page's address in the current language."""
    return path_of(name)
