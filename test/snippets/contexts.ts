/** Completes the snippets that are single patterns to whole Dockerfiles, as one would use them. */
import { readFileSync } from 'node:fs'
import { expandSnippet } from './expand.ts'

export interface Snippet {
  readonly name: string
  readonly prefixes: readonly string[]
  readonly description: string
  readonly body: readonly string[]
  readonly isFileTemplate: boolean
}

interface SnippetFile {
  [name: string]: { prefix: string | string[]; description: string; body: string[]; isFileTemplate?: boolean }
}

/** The snippets of a contributed file: `dockerfile`, `dockerignore` or `compose`. */
export function snippetsOf(file: 'dockerfile' | 'dockerignore' | 'compose'): Snippet[] {
  const url = new URL(`../../snippets/${file}.json`, import.meta.url)
  const snippets = JSON.parse(readFileSync(url, 'utf8')) as SnippetFile
  return Object.entries(snippets).map(([name, { prefix, description, body, isFileTemplate = false }]) => ({
    name,
    prefixes: [prefix].flat(),
    description,
    body,
    isFileTemplate,
  }))
}

/** The Dockerfile that a snippet makes with its defaults; a pattern stands between the lines of `contexts`. */
export function wholeDockerfile(snippet: Snippet): string {
  const text = `${expandSnippet(snippet.body)}\n`
  if (snippet.isFileTemplate) return text
  const context = contexts[snippet.prefixes[0]]
  if (!context) throw new Error(`${snippet.prefixes[0]} has no context`)
  return `${context.before}${text}${context.after}`
}

interface Context {
  readonly before: string
  readonly after: string
}

const syntax = '# syntax=docker/dockerfile:1\n\n'
const debian = { before: `${syntax}FROM debian:13-slim\n`, after: 'USER nobody\n' }
const alpine = { before: `${syntax}FROM alpine:3.24\n`, after: 'USER nobody\n' }
const node = `${syntax}FROM node:24-slim AS build\nWORKDIR /app\n`
const nodeFinal =
  '\nFROM node:24-slim\nWORKDIR /app\nCOPY --from=build /app/node_modules ./node_modules\nUSER node\nCMD ["node", "server.js"]\n'
const npm = { before: `${node}COPY package.json package-lock.json ./\n`, after: nodeFinal }
const python = `${syntax}FROM python:3.14-slim AS build\nWORKDIR /app\n`
const pythonFinal =
  '\nFROM python:3.14-slim\nWORKDIR /app\nCOPY --from=build /app/.venv ./.venv\nUSER nobody\nCMD [".venv/bin/python", "-m", "app"]\n'
const static_ = (file: string) =>
  `\nFROM gcr.io/distroless/static-debian13:nonroot\nCOPY --from=build ${file} /app\nUSER nonroot\nENTRYPOINT ["/app"]\n`
const java = (file: string) =>
  `\nFROM eclipse-temurin:25-jre-alpine\nCOPY --from=build ${file} /app.jar\nUSER nobody\nENTRYPOINT ["java", "-jar", "/app.jar"]\n`
const goBuild = `${syntax}FROM golang:1.27-alpine AS build\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod \\\n    --mount=type=cache,target=/root/.cache/go-build \\\n    CGO_ENABLED=0 go build -o /out/app ./cmd/app\n\n`
const server = (image: string, user: string, port: number, command: string) => ({
  before: `${syntax}FROM ${image}\nUSER ${user}\nEXPOSE ${port}\n`,
  after: `CMD ${command}\n`,
})

/** By the first prefix of a snippet. */
const contexts: Readonly<Record<string, Context>> = {
  'cache-apt': debian,
  'cache-apk': alpine,
  'cache-dnf': { before: `${syntax}FROM fedora:44\n`, after: 'USER nobody\n' },
  'cache-pip': {
    before: `${python}RUN python -m venv .venv\nENV PATH="/app/.venv/bin:$PATH"\nCOPY requirements.txt .\n`,
    after: pythonFinal,
  },
  'cache-uv': {
    before: `${python}COPY --from=ghcr.io/astral-sh/uv:0.12 /uv /usr/local/bin/\nCOPY pyproject.toml uv.lock ./\n`,
    after: pythonFinal,
  },
  'cache-poetry': {
    before: `${python}RUN --mount=type=cache,target=/root/.cache/pip pip install poetry==2.2.1\nCOPY pyproject.toml poetry.lock ./\n`,
    after: pythonFinal,
  },
  'cache-npm': npm,
  'cache-npm-user': { before: `${node}COPY --chown=node:node package.json package-lock.json ./\n`, after: nodeFinal },
  'cache-yarn': { before: `${node}COPY package.json yarn.lock ./\n`, after: nodeFinal },
  'cache-yarn4': {
    before: `${node}RUN corepack enable\nCOPY package.json yarn.lock .yarnrc.yml ./\n`,
    after: nodeFinal,
  },
  'cache-pnpm': { before: `${node}RUN corepack enable\nCOPY package.json pnpm-lock.yaml ./\n`, after: nodeFinal },
  'cache-go': {
    before: `${syntax}FROM golang:1.27-alpine AS build\nENV CGO_ENABLED=0\nWORKDIR /src\nCOPY . .\n`,
    after: static_('/out/app'),
  },
  'cache-cargo': {
    before: `${syntax}FROM rust:1.98-alpine AS build\nWORKDIR /app\nCOPY Cargo.toml Cargo.lock ./\nCOPY src ./src\n`,
    after: static_('/usr/local/bin/app'),
  },
  'cache-maven': {
    before: `${syntax}FROM maven:3.9-eclipse-temurin-25 AS build\nWORKDIR /src\nCOPY pom.xml .\nCOPY src ./src\n`,
    after: java('/src/target/app.jar'),
  },
  'cache-gradle': {
    before: `${syntax}FROM eclipse-temurin:25-jdk AS build\nWORKDIR /src\nCOPY gradlew settings.gradle build.gradle ./\nCOPY gradle ./gradle\nCOPY src ./src\n`,
    after: java('/src/build/libs/app.jar'),
  },
  'cache-nuget': {
    before: `${syntax}FROM mcr.microsoft.com/dotnet/sdk:10.0-alpine AS build\nWORKDIR /src\nCOPY app.csproj ./\nCOPY src ./src\n`,
    after:
      '\nFROM mcr.microsoft.com/dotnet/runtime:10.0-alpine\nWORKDIR /app\nCOPY --from=build /out .\nUSER app\nENTRYPOINT ["dotnet", "app.dll"]\n',
  },
  'cache-composer': {
    before: `${syntax}FROM composer:2.10 AS build\nWORKDIR /app\nCOPY composer.json composer.lock ./\n`,
    after:
      '\nFROM php:8.5-cli-alpine\nWORKDIR /app\nCOPY --from=build /app .\nUSER www-data\nCMD ["php", "worker.php"]\n',
  },
  'cache-bundler': {
    before: `${syntax}FROM ruby:3.4-slim AS build\nWORKDIR /app\nCOPY Gemfile Gemfile.lock ./\n`,
    after:
      '\nFROM ruby:3.4-slim\nWORKDIR /app\nCOPY --from=build /usr/local/bundle /usr/local/bundle\nCOPY . .\nUSER nobody\nCMD ["ruby", "worker.rb"]\n',
  },
  'secret-mount': npm,
  'secret-env': { before: `${syntax}FROM alpine:3.24\nWORKDIR /srv\nCOPY fetch-assets.sh .\n`, after: 'USER nobody\n' },
  'ssh-mount': {
    before: `${syntax}FROM alpine:3.24 AS sources\nRUN apk add --no-cache git openssh-client\n`,
    after: '\nFROM alpine:3.24\nCOPY --from=sources /src/private /srv\nUSER nobody\n',
  },
  'user-debian': { before: 'FROM debian:13-slim\n', after: '' },
  'user-alpine': { before: 'FROM alpine:3.24\n', after: '' },
  'user-ubi': { before: 'FROM redhat/ubi10:10.2\n', after: '' },
  'user-distroless': { before: goBuild, after: '' },
  'user-scratch': { before: goBuild, after: '' },
  'healthcheck-curl': server(
    'nginxinc/nginx-unprivileged:1.30-alpine',
    'nginx',
    8080,
    '["nginx", "-g", "daemon off;"]',
  ),
  'healthcheck-wget': server(
    'nginxinc/nginx-unprivileged:1.30-alpine',
    'nginx',
    8080,
    '["nginx", "-g", "daemon off;"]',
  ),
  'healthcheck-node': server('node:24-slim', 'node', 3000, '["node", "server.js"]'),
  'healthcheck-python': server('python:3.14-slim', 'nobody', 8000, '["python", "-m", "http.server"]'),
  'healthcheck-ruby': server('ruby:3.4-slim', 'nobody', 9292, '["ruby", "server.rb"]'),
  'healthcheck-php': server('php:8.5-fpm-alpine', 'www-data', 9000, '["php-fpm"]'),
  'healthcheck-self': server('gcr.io/distroless/static-debian13:nonroot', 'nonroot', 8080, '["/usr/local/bin/app"]'),
  'labels-oci': { before: `${syntax}FROM alpine:3.24\nUSER nobody\n`, after: '' },
  'multiplatform-go': { before: syntax, after: static_('/out/app') },
  'multiplatform-xx': { before: syntax, after: static_('/out/app') },
  'apt-install': debian,
  'apk-install': alpine,
  'dnf-install': { before: 'FROM fedora:44\n', after: 'USER nobody\n' },
  'run-heredoc': alpine,
  'copy-heredoc': alpine,
  'shell-pipefail': debian,
}
