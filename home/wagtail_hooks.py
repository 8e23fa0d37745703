from wagtail import hooks


@hooks.register("before_serve_page")
def remember_served_page(page, request, serve_args, serve_kwargs) -> None:
    """The language switch asks which page this was, to find its translations (cms/languages.py)."""
    request.served_page = page
