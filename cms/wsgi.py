import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
site = get_wsgi_application()

from cms.page_cache.front import page_cache  # noqa: E402  (needs the site to be set up)

application = page_cache(site)
