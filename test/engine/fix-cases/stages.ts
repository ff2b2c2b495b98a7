/** Fixes of the rules on stages and base images; one image stands in for all bases. */
import { anyCalls, lines, type RuleCases } from './case.ts'

export const stagesCases: Readonly<Record<string, RuleCases>> = {
  'stage-name-casing': {
    cases: [
      lines('FROM debian:13 AS Base', 'RUN touch /a', 'FROM base', 'RUN touch /b'),
      lines('FROM debian:13 AS BUILD', 'RUN touch /a', 'FROM debian:13', 'RUN --mount=from=BUILD,target=/x cp /x/a /b'),
    ],
  },
  'duplicate-stage-name': {
    cases: [
      lines('FROM debian:13 AS a', 'RUN touch /1', 'FROM debian:13 AS a', 'RUN touch /2'),
      lines(
        'FROM debian:13 AS a',
        'RUN touch /1',
        'FROM debian:13 AS A',
        'RUN touch /2',
        'FROM debian:13',
        'COPY --from=a /2 /2',
      ),
    ],
  },
  'reserved-stage-name': {
    cases: [
      lines('FROM debian:13 AS context', 'RUN touch /1', 'FROM debian:13', 'COPY a /a'),
      lines('FROM debian:13 AS scratch', 'RUN touch /1', 'COPY a /a'),
    ],
  },
  'unknown-stage': {
    differs: { fails: /failed to resolve|pull access|lookup|not found/ },
    cases: [
      lines('FROM debian:13 AS base', 'RUN touch /a', 'FROM debian:13', 'COPY --from=bsae /a /a'),
      lines('FROM debian:13 AS tools', 'RUN touch /a', 'FROM debian:13', 'RUN --mount=from=tool,target=/t cp /t/a /a'),
    ],
  },
  'no-shell-in-image': {
    differs: { config: ['Cmd'] },
    cases: [
      { text: lines('FROM scratch', 'COPY a /app', 'ENTRYPOINT /app'), differs: { config: ['Entrypoint'] } },
      {
        text: lines(
          'FROM gcr.io/distroless/static-debian13:nonroot',
          'COPY a /app',
          'HEALTHCHECK CMD /app check',
          'CMD ["/app"]',
        ),
        differs: { config: ['Healthcheck'] },
      },
    ],
  },
  'unused-stage': {
    cases: [
      lines('FROM debian:13 AS extra', 'RUN touch /a', 'FROM debian:13', 'RUN touch /b'),
      lines(
        'FROM debian:13 AS base',
        'RUN touch /a',
        '# Not used any more',
        'FROM base AS old',
        'RUN touch /b',
        'FROM base',
        'COPY a /c',
      ),
    ],
  },
  'undefined-arg-in-from': {
    differs: { fails: /invalid reference|base name|failed to parse/ },
    cases: [
      lines('ARG DEBIAN_RELEASE=13', 'FROM debian:$DEBIAN_RELASE', 'RUN touch /a'),
      lines('ARG IMAGE=alpine:3.22', 'FROM ${IMGAE}', 'COPY a /a'),
    ],
  },
  'invalid-default-arg-in-from': {
    differs: { fails: /invalid reference|base name|failed to parse/ },
    cases: [
      lines('ARG VERSION', 'FROM python:${VERSION}-slim', 'COPY a /a'),
      lines('ARG ALPINE', 'FROM alpine:$ALPINE', 'RUN touch /a'),
      lines('ARG BASE', 'FROM $BASE', 'RUN apk add git'),
    ],
  },
  'global-arg-not-redeclared': {
    differs: { config: ['Labels'] },
    cases: [
      {
        text: lines('ARG VERSION=1', 'FROM debian:13', 'RUN echo "$VERSION" > /version'),
        differs: { files: [/^version$/] },
      },
      { text: lines('ARG VERSION=1', 'FROM debian:13', 'ENV APP=$VERSION'), differs: { config: ['Env'] } },
    ],
  },
  'constant-platform': {
    cases: [
      lines('FROM --platform=linux/amd64 debian:13 AS a', 'RUN touch /a', 'FROM a', 'COPY a /b'),
      lines('FROM --platform=linux/amd64 alpine:3.22', 'CMD ["sh"]'),
    ],
  },
  'redundant-target-platform': {
    cases: [
      lines('FROM --platform=${TARGETPLATFORM} debian:13', 'RUN touch /a'),
      lines(
        'FROM debian:13 AS a',
        'RUN touch /a',
        'FROM --platform=$TARGETPLATFORM alpine:3.22',
        'COPY --from=a /a /a',
      ),
    ],
  },
  'untagged-base-image': {
    cases: [lines('FROM alpine', 'COPY a /a'), lines('FROM nginx AS web', 'FROM python', 'RUN touch /a')],
  },
  'latest-tag': {
    cases: [
      lines('FROM node:latest', 'COPY a /a'),
      lines('FROM golang:latest AS b', 'RUN touch /a', 'FROM debian:13', 'COPY --from=b /a /a'),
    ],
  },
  'end-of-life-base-image': {
    cases: [
      lines('FROM alpine:3.14', 'COPY a /a'),
      lines('FROM python:3.8-slim', 'RUN touch /a'),
      lines(
        'ARG GO_VERSION=1.25',
        'ARG ALPINE_VERSION=3.22',
        'FROM golang:${GO_VERSION}-alpine${ALPINE_VERSION} AS build',
        'RUN touch /a',
        'FROM alpine:${ALPINE_VERSION}',
        'COPY --from=build /a /a',
      ),
      lines('ARG REPO=python', 'FROM $REPO:3.9-slim', 'RUN touch /a'),
      lines('FROM maven:3.8.1-jdk-8 AS build', 'RUN touch /a', 'FROM tomcat:8.5-jdk8', 'COPY --from=build /a /a'),
    ],
  },
  'deprecated-base-image': {
    cases: [
      lines('FROM openjdk:17', 'COPY a /a'),
      lines('FROM java:8', 'CMD ["java"]'),
      lines('ARG VARIANT=bullseye', 'FROM mcr.microsoft.com/vscode/devcontainers/base:${VARIANT}', 'RUN touch /a'),
      lines('ARG BASE=mcr.microsoft.com/vscode/devcontainers/go:0-1', 'FROM ${BASE}', 'COPY a /a'),
      lines('FROM gcr.io/distroless/static-debian12:nonroot', 'COPY a /a'),
    ],
  },
  'large-base-image': {
    cases: [
      lines('FROM node:24', 'WORKDIR /app', 'COPY a .', 'CMD ["node", "a"]'),
      lines('FROM ruby:3.4', 'COPY a /a', 'CMD ["ruby", "/a"]'),
    ],
  },
  'build-tools-in-final-image': {
    // The image with a shell has one of its own here.
    differs: { config: ['User'], files: [/^src/, /^root/, /^(bin\/sh|lib|lib64|shell)($|\/)/], calls: anyCalls },
    cases: [
      {
        // The project goes along whole, without development dependencies.
        text: lines(
          'FROM node:24-slim',
          'LABEL a=b',
          'WORKDIR /app',
          'COPY package*.json ./',
          'RUN npm ci',
          'COPY . .',
          'ENV PORT=3000',
          'RUN npm run build',
          'EXPOSE 3000',
          'USER node',
          'HEALTHCHECK CMD ["node", "health.js"]',
          'CMD ["node", "dist/server.js"]',
        ),
        differs: { files: [/^app\/node_modules\/dev/, /^root\/\.npm/, /^root$/], calls: anyCalls },
      },
      {
        // Packages move from the system into a virtual environment.
        text: lines(
          'FROM python:3.14-slim',
          'RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev curl && rm -rf /var/lib/apt/lists/*',
          'WORKDIR /app',
          'COPY requirements.txt .',
          'RUN pip install --no-cache-dir -r requirements.txt',
          'COPY app.py .',
          'RUN useradd --create-home app && chown -R app /app',
          'USER app',
          'CMD ["gunicorn", "app:app"]',
        ),
        differs: {
          config: ['Env'],
          files: [
            /^installed\/(gcc|libpq-dev|libpq5)$/,
            /^usr\/local\/lib\/python/,
            /^usr\/local\/lib$/,
            /^opt/,
            /^app\/requirements\.txt$/,
            /^var\/log\/apt/,
          ],
          calls: anyCalls,
        },
      },
      {
        text: lines(
          'FROM maven:3.9-eclipse-temurin-21',
          'WORKDIR /app',
          'COPY src ./src',
          'RUN mvn package',
          'EXPOSE 8080',
          'ENTRYPOINT ["java", "-jar", "target/app.jar"]',
        ),
        differs: { files: [/^app\/src/], calls: anyCalls },
      },
      {
        text: lines(
          'FROM mcr.microsoft.com/dotnet/sdk:10.0',
          'WORKDIR /src',
          'COPY src ./src',
          'RUN dotnet publish -o /app',
          'WORKDIR /app',
          'ENTRYPOINT ["dotnet", "App.dll"]',
        ),
        differs: { files: [/^src/], calls: anyCalls },
      },
      {
        text: lines(
          'FROM rust:1.98-slim',
          'WORKDIR /src',
          'COPY src ./src',
          'RUN cargo build --release',
          'USER nobody',
          'CMD ["./target/release/app"]',
        ),
        differs: { config: [], files: [/^src/, /^(bin\/sh|lib|lib64|shell)($|\/)/], calls: anyCalls },
      },
    ],
  },
  'dev-dependencies-in-final-image': {
    differs: { files: [/^app\/node_modules\/dev/], calls: (line) => line.replace(/ --(omit=dev|production|prod)/, '') },
    cases: [
      lines(
        'FROM node:24-slim',
        'WORKDIR /app',
        'COPY package.json yarn.lock ./',
        'RUN yarn install --frozen-lockfile',
        'COPY . .',
        'CMD ["node", "server.js"]',
      ),
      lines('FROM node:24', 'WORKDIR /app', 'COPY . .', 'RUN npm install', 'CMD ["node", "server.js"]'),
    ],
  },
  'build-without-dev-dependencies': {
    differs: { files: [/^app\/node_modules\/dev/], calls: (line) => line.replace(/ --(omit=dev|production)/, '') },
    cases: [
      lines(
        'FROM node:24',
        'WORKDIR /app',
        'COPY . .',
        'RUN npm install --production',
        'RUN npm run build',
        'CMD ["node", "dist/server.js"]',
      ),
      lines(
        'FROM node:24',
        'WORKDIR /app',
        'COPY . .',
        'RUN npm ci --omit=dev && npm run build',
        'CMD ["node", "dist/server.js"]',
      ),
    ],
  },
}
