# docker build --build-arg VERSION=1.2.3 -t hashtail .
# The builder may be any image with Go 1.26 and CA certificates.
ARG BUILDER=golang:1.26
FROM ${BUILDER} AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY agent agent
COPY cmd cmd
COPY sinks sinks
ARG VERSION=dev
ARG TARGETOS=linux
ARG TARGETARCH
# timetzdata: scratch has no zone files, and logs without zones need them.
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -tags timetzdata \
      -ldflags "-s -w -X github.com/hashtail/hashtail/agent.Version=$VERSION" -o /out/hashtail ./cmd/hashtail \
 && mkdir -m 0700 /out/state

FROM scratch
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title=hashtail \
      org.opencontainers.image.description="Ships authentication events with hashes where tokens were" \
      org.opencontainers.image.source=https://github.com/hashtail/hashtail \
      org.opencontainers.image.documentation=https://github.com/hashtail/hashtail/tree/main/deploy \
      org.opencontainers.image.licenses=Apache-2.0 \
      org.opencontainers.image.version=$VERSION \
      org.opencontainers.image.revision=$REVISION
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/hashtail /usr/bin/hashtail
COPY --from=build --chown=65532:65532 /out/state /var/lib/hashtail
COPY deploy/container/hashtail.yaml /etc/hashtail/hashtail.yaml
USER 65532:65532
VOLUME /var/lib/hashtail
EXPOSE 9640
ENTRYPOINT ["/usr/bin/hashtail"]
CMD ["run", "-c", "/etc/hashtail/hashtail.yaml"]
HEALTHCHECK --start-period=10s CMD ["/usr/bin/hashtail", "health", "-c", "/etc/hashtail/hashtail.yaml"]
