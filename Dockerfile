# The site as an image: one for web, worker, timers and migrate (compose.yaml says which is which).
#
# The base is pinned by digest and has no default: a digest in a file that nobody rebuilds is an old one. Whoever builds
# looks up today's and passes it (docs/how-to/run-in-containers.md).
ARG PYTHON_DIGEST

FROM python:3.13-slim-bookworm@${PYTHON_DIGEST:?pass-the-build-argument-PYTHON_DIGEST} AS build
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --no-deps --only-binary :all: --require-hashes -r requirements.txt
COPY . .
RUN for catalogue in locale/*/LC_MESSAGES/django.po; do pybabel -q compile -i "$catalogue" -o "${catalogue%.po}.mo"; done
# Static files need no key; these words open nothing, and production refuses them.
RUN SECRET_KEY=none FIELD_KEYS=none INDEX_KEYS=none LEDGER_KEYS=none OUTBOX_KEYS=none RECEIPT_KEY=none \
    DATABASE_URL=sqlite:// EMAIL_URL=consolemail:// BASE_URL=https://none.invalid \
    python manage.py collectstatic --noinput --verbosity 0 --settings cms.settings.base
RUN python -m compileall -q cms home privacy_portal deploy

FROM python:3.13-slim-bookworm@${PYTHON_DIGEST:?pass-the-build-argument-PYTHON_DIGEST} AS run
# Pango draws the PDFs.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/* /root/.cache
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /tmp --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0755 /data /data/media \
 && install -d -o portal -g portal -m 0700 /data/private /data/pages
# Root's, so that who breaks into the site cannot change it.
COPY --from=build /venv /venv
COPY --from=build /app /app
# Nothing at run time asks for a shell or a package manager: whoever breaks in finds none. Last, because RUN is a shell.
RUN rm -f /usr/bin/apt* /usr/bin/dpkg* /usr/bin/perl* /usr/bin/bash /usr/bin/rbash /usr/bin/dash /usr/bin/sh

WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp \
    DJANGO_SETTINGS_MODULE=cms.settings.production \
    MEDIA_ROOT=/data/media \
    PRIVATE_ROOT=/data/private \
    PAGE_CACHE_FOLDER=/data/pages
USER 10001:10001
VOLUME ["/data", "/data/media"]
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["python", "deploy/healthcheck.py"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--backpressure", "64", "--no-ws", "cms.wsgi:application"]
