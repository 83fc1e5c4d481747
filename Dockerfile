# syntax=docker/dockerfile:1

# The CPU's image:  docker build -t thorax .
# The GPU's:        docker build -t thorax-gpu --build-arg VARIANT=gpu .
# The demo page:    docker build -t thorax-demo --target demo .
ARG VARIANT=cpu

FROM maven:3.9.9-eclipse-temurin-17-noble AS build
ARG VARIANT
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
# The libraries change seldom: a layer of their own.
RUN mvn -B -q -P"${VARIANT}" dependency:go-offline
COPY README.md .env.example ./
COPY docs docs
COPY src/main src/main
RUN mvn -B -q -P"${VARIANT}" -Dmaven.test.skip=true package \
    && mkdir -p /opt/thorax/bin \
    && out=target && { [ "${VARIANT}" != gpu ] || out=target/gpu; } \
    && cp -r "$out/thorax.jar" "$out/lib" /opt/thorax/ \
    && cp src/main/release/bin/thorax /opt/thorax/bin/

FROM eclipse-temurin:17.0.15_6-jre-noble AS base-cpu

# TensorFlow 2.18 was built with CUDA 12.5 and refuses a cuDNN older than its own 9.3; 12.6.3 has 9.5. The driver is the host's (nvidia-container-toolkit, --gpus all).
FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu22.04 AS base-gpu
ENV JAVA_HOME=/opt/java/openjdk
ENV PATH="${JAVA_HOME}/bin:${PATH}"
COPY --from=eclipse-temurin:17.0.15_6-jre-jammy /opt/java/openjdk /opt/java/openjdk

# hadolint ignore=DL3006
FROM base-${VARIANT} AS thorax
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# Ubuntu keeps no older versions that could be pinned.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 thorax \
    && useradd --system --uid 10001 --gid thorax --create-home thorax \
    && install -d -o thorax -g thorax \
       /srv/thorax /srv/thorax/data /srv/thorax/models /srv/thorax/logs /srv/thorax/keras-weights /srv/thorax/model-store
COPY --from=build /opt/thorax /opt/thorax
RUN ln -s /opt/thorax/bin/thorax /usr/local/bin/thorax
USER 10001:10001
WORKDIR /srv/thorax
VOLUME ["/srv/thorax/data", "/srv/thorax/models", "/srv/thorax/logs", "/srv/thorax/keras-weights"]
# The first start writes the classes' archive in the background; with it later starts take half the time.
RUN thorax --version \
    && for _ in {1..60}; do compgen -G "${HOME}/.cache/thorax/*.jsa" && break; sleep 1; done
HEALTHCHECK --interval=5m --timeout=60s --start-period=30s --retries=2 \
    CMD ["thorax", "doctor"]
ENTRYPOINT ["thorax"]
CMD ["--help"]

FROM thorax AS demo
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8501 && printf 'GET /health HTTP/1.0\r\nHost: localhost:8501\r\n\r\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8501"]

# Without --target.
FROM thorax
