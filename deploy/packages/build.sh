#!/usr/bin/env bash
# Builds the packages of all $ARCHS and $PACKAGERS into deploy/packages/dist.
# The same commit gives the same bytes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

VERSION=${VERSION:-$(git describe --tags --match 'v[0-9]*' 2>/dev/null || echo 0.0.0)}
VERSION=${VERSION#v}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
STAGE=$(mktemp -d)
trap 'rm -rf "$STAGE"' EXIT
export VERSION SOURCE_DATE_EPOCH STAGE ARCH
dist=${DIST:-deploy/packages/dist}
mkdir -p "$dist"

native=$(go env GOHOSTARCH)
archs=${ARCHS:-amd64 arm64}
for arch in $native $archs; do
  [ -e "$STAGE/hashtail-$arch" ] ||
    CGO_ENABLED=0 GOOS=linux GOARCH=$arch go build -trimpath -o "$STAGE/hashtail-$arch" \
      -ldflags "-s -w -X github.com/hashtail/hashtail/agent.Version=$VERSION" ./cmd/hashtail
done

# What the program says of itself is the same on every architecture.
hashtail=$STAGE/hashtail-$native
mkdir "$STAGE/man"
go run -tags man ./cmd/hashtail man "$STAGE/man"
gzip -9n "$STAGE"/man/*
for shell in bash fish zsh; do
  "$hashtail" completion "$shell" >"$STAGE/completion.$shell"
done
chmod -R u=rwX,go=rX "$STAGE/man"

for ARCH in $archs; do
  for packager in ${PACKAGERS:-deb rpm}; do
    go run github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.43.0 package \
      --config deploy/packages/nfpm.yaml --packager "$packager" --target "$dist"
  done
done
