/** Fixes of the rules on layers, copies and the build context. */
import { lines, type RuleCases } from './case.ts'

export const layersCases: Readonly<Record<string, RuleCases>> = {
  'consecutive-runs': {
    differs: { merges: true },
    cases: [
      lines('FROM debian:13', 'RUN touch /a', '# more', 'RUN touch /b \\', '    /c', '', 'RUN touch /d # last'),
      lines('FROM debian:13', 'WORKDIR /srv', 'RUN cd /tmp', 'RUN touch y'),
      lines('FROM debian:13', 'RUN <<EOF', 'set -e', 'mkdir /a', 'EOF', '# more', 'RUN <<X', 'touch /a/b', 'X'),
      lines('FROM debian:13', 'RUN --network=none cat /etc/passwd | sort > /users', 'RUN --network=none rm -f /x'),
    ],
  },
  'update-without-install': {
    differs: { merges: true },
    cases: [
      lines('FROM debian:13', 'RUN apt-get update', '# tools', 'RUN apt-get install -y curl \\', '    git'),
      lines('FROM ubuntu:24.04', 'RUN apt-get -q update', 'RUN apt-get install -y curl && touch /done'),
    ],
  },
  'install-without-update': {
    differs: { fails: /unable to locate package/ },
    cases: [
      lines('FROM debian:13', 'RUN apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*'),
      lines('FROM ubuntu:24.04', 'RUN touch /a && apt-get -y install git'),
    ],
  },
  'cleanup-in-later-layer': {
    differs: { merges: true },
    cases: [
      lines('FROM debian:13', 'RUN set -ex; curl -o /x https://example.com/x; cp /x /y', 'RUN rm /x && touch /z'),
      lines(
        'FROM debian:13',
        'RUN set -e; curl -o /tmp/a.tgz https://example.com/a.tgz; tar -xzf /tmp/a.tgz -C /',
        'RUN rm /tmp/a.tgz',
      ),
      lines('FROM debian:13', 'RUN wget -O /tmp/x https://example.com/x && cp /tmp/x /x', 'RUN rm /tmp/x', 'COPY a /a'),
      {
        text: lines('FROM debian:13', 'COPY x.sh /tmp/', 'RUN sh /tmp/x.sh && rm /tmp/x.sh'),
        files: { 'x.sh': 'touch /made\n' },
      },
      {
        text: lines(
          'FROM debian:13',
          'COPY scripts/*.sh scripts/x.env /tmp/scripts/',
          'RUN chmod +x /tmp/scripts/x.sh && /tmp/scripts/x.sh && touch /x && rm -r /x /tmp/scripts',
        ),
        files: { 'scripts/x.sh': '#!/bin/sh\ntouch /made\n', 'scripts/x.env': 'A=b\n' },
      },
      lines(
        'FROM debian:13 AS build',
        'RUN touch /app.tar',
        'FROM debian:13',
        'WORKDIR /srv',
        'COPY --from=build /app.tar .',
        'RUN cp app.tar here.tar && rm app.tar',
      ),
    ],
  },
  'archive-left-in-layer': {
    withoutExample: 'its shell has a wget of its own',
    differs: { files: [/\.t(ar\.)?gz$/] },
    cases: [
      lines('FROM debian:13', 'RUN curl -fsSL -o /tmp/a.tgz https://example.com/a.tgz && tar -xzf /tmp/a.tgz -C /'),
      lines('FROM debian:13', 'RUN wget https://example.com/tool.tar.gz && tar -xzf tool.tar.gz'),
      lines(
        'FROM debian:13',
        'WORKDIR /srv',
        'RUN set -e; \\',
        '    wget https://example.com/a.tar.gz; \\',
        '    tar -xzf a.tar.gz',
      ),
    ],
  },
  'copy-before-install': {
    cases: [
      lines('FROM node:24', 'WORKDIR /app', '# everything', 'COPY . .', 'RUN npm ci', 'CMD ["node", "server.js"]'),
      lines('FROM node:24', 'WORKDIR /app', 'COPY . /app', 'RUN yarn install --frozen-lockfile', 'RUN yarn build'),
    ],
  },
  'volatile-value-early': {
    cases: [
      {
        text: lines(
          'FROM debian:13',
          'ARG BUILD_DATE',
          'LABEL org.opencontainers.image.created=$BUILD_DATE',
          'RUN apt-get update && apt-get install -y curl',
          'COPY a /a',
        ),
        buildArguments: { BUILD_DATE: '2026-11-20' },
      },
      {
        text: lines(
          'FROM node:24',
          'ARG GIT_SHA',
          'WORKDIR /app',
          'COPY package.json .',
          'RUN npm install',
          'ENV REVISION=$GIT_SHA',
          'CMD ["node", "server.js"]',
        ),
        buildArguments: { GIT_SHA: 'abc' },
      },
    ],
  },
  'cache-mount-available': {
    withoutExample: 'its last stage copies from a build that is not in it',
    cases: [
      lines(
        'FROM node:24 AS build',
        'WORKDIR /app',
        'COPY package.json package-lock.json ./',
        'RUN npm ci',
        'FROM debian:13',
        'COPY --from=build /app /app',
      ),
      lines(
        'FROM rust:1.98 AS build',
        'WORKDIR /app',
        'COPY src ./src',
        'RUN cargo build --release',
        'FROM debian:13',
        'COPY --from=build /app/target/release/app /usr/local/bin/',
      ),
      {
        text: lines('FROM golang:1.27', 'WORKDIR /app', 'COPY src ./src', 'RUN go build -o /usr/local/bin/app .'),
        differs: { files: [/^root\/\.cache/, /^go/] },
      },
    ],
  },
  'cache-mount-unsafe': {
    cases: [
      lines(
        'FROM debian:13',
        'RUN rm -f /etc/apt/apt.conf.d/docker-clean; echo \'Binary::apt::APT::Keep-Downloaded-Packages "true";\' > /etc/apt/apt.conf.d/keep-cache',
        'RUN --mount=type=cache,target=/var/lib/apt,sharing=locked --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y git',
      ),
      {
        text: lines(
          'FROM debian:13',
          'RUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y git',
        ),
        differs: { files: [/^etc\/apt\/apt\.conf\.d/] },
      },
    ],
  },
  'workdir-instead-of-cd': {
    withoutExample: 'it runs a script of its own',
    differs: { config: ['WorkingDir'] },
    cases: [
      lines('FROM alpine:3.22', 'RUN mkdir -p /srv/app', 'RUN cd /srv/app && touch a'),
      lines('FROM alpine:3.22', 'COPY src /srv/src', 'RUN cd /srv/src && \\', '    # here', '    touch a && touch b'),
      lines('from alpine:3.22', 'env D=/data', 'run mkdir /data', 'run cd /data && touch c'),
    ],
  },
  'lost-shell-state': {
    withoutExample: 'it runs a script of its own',
    differs: { config: ['Env'] },
    cases: [
      lines('FROM debian:13', 'RUN export MODE=fast', 'RUN echo "a" > /a'),
      lines('FROM debian:13', 'RUN export PORT=80', 'CMD ["sh"]'),
      {
        text: lines('FROM debian:13', 'RUN mkdir /srv', 'RUN cd /srv', 'RUN touch here'),
        differs: { config: ['WorkingDir'], files: [/^(srv\/)?here$/] },
      },
    ],
  },
  'copy-then-extract': {
    differs: { files: [/\.tar\.gz$/] },
    cases: [
      lines('FROM debian:13', 'COPY site.tar.gz /tmp/', 'RUN tar -xzf /tmp/site.tar.gz -C /usr'),
      {
        text: lines(
          'FROM debian:13',
          'COPY site.tar.gz /srv/site.tar.gz',
          'RUN tar -C /srv -xzf /srv/site.tar.gz && rm /srv/site.tar.gz',
        ),
        differs: { merges: true },
      },
    ],
  },
  'add-for-plain-copy': {
    cases: [
      lines('FROM debian:13', 'ADD --chown=1000:1000 a b /dest/'),
      lines('FROM debian:13', 'ADD . /app', 'add ["a", "/a b"]'),
    ],
  },
  'chown-in-run': {
    differs: { merges: true },
    cases: [
      { text: lines('FROM debian:13', 'COPY src /app', 'RUN chown -R 1000:1000 /app') },
      { text: lines('FROM debian:13', 'COPY --chmod=644 a /a', 'RUN chown 65532 /a') },
      {
        text: lines('FROM debian:13', 'COPY a.txt /etc/a.txt', 'RUN chown node:node /etc/a.txt'),
        files: { 'a.txt': 'a' },
      },
    ],
  },
  'chmod-in-run': {
    differs: { merges: true },
    cases: [
      lines('FROM debian:13', 'COPY app.sh /usr/local/bin/app.sh', 'RUN chmod +x /usr/local/bin/app.sh'),
      lines('FROM debian:13', 'COPY a /a', 'RUN chmod 0600 /a'),
      {
        text: lines(
          'FROM debian:13',
          'COPY a.txt /a.txt',
          'COPY b.txt /etc/',
          'RUN set -eux; touch /x; chmod 0750 /a.txt /etc/b.txt; touch /y',
        ),
        files: { 'a.txt': 'a', 'b.txt': 'b' },
        differs: {},
      },
    ],
  },
  'missing-syntax-directive': {
    cases: [
      lines('FROM debian:13', 'RUN <<EOF', 'touch /a', 'EOF'),
      lines('# A server', 'FROM debian:13', 'COPY --chmod=755 --link a /a'),
    ],
  },
  'missing-dockerignore': {
    withoutExample: 'its text is not what is fixed',
    differs: { files: [/^app\/(\.git|\.dockerignore|Dockerfile|node_modules|README\.md|\.env)/] },
    cases: [
      {
        text: lines('FROM node:24', 'WORKDIR /app', 'COPY . .'),
        files: { 'package.json': '{}', 'src/index.js': '', '.git/HEAD': 'ref', 'node_modules/a/index.js': '' },
      },
      {
        text: lines('FROM python:3.14', 'WORKDIR /app', 'COPY . /app'),
        files: { 'requirements.txt': 'flask', 'app.py': '', '.git/HEAD': 'ref', '.env': 'A=b' },
      },
      {
        text: lines('FROM golang:1.27', 'WORKDIR /app', 'COPY . ./'),
        files: { 'go.mod': 'module a', 'main.go': '', '.git/HEAD': 'ref' },
      },
    ],
  },
  'dockerignore-incomplete': {
    withoutExample: 'its text is not what is fixed',
    differs: { files: [/^app\/(\.git|\.dockerignore|node_modules|\.env|\.venv)/] },
    cases: [
      {
        text: lines('FROM node:24', 'WORKDIR /app', 'COPY . .'),
        files: { 'package.json': '{}', '.git/HEAD': 'ref', 'node_modules/a/index.js': '', '.dockerignore': 'dist\n' },
      },
      {
        text: lines('FROM python:3.14', 'WORKDIR /app', 'COPY . /app'),
        files: { 'app.py': '', '.venv/pyvenv.cfg': 'x', '.git/HEAD': 'ref', '.dockerignore': '# nothing' },
      },
      {
        text: lines('FROM node:24', 'WORKDIR /app', 'COPY . .'),
        files: { 'server.js': '', '.env': 'A=b', '.dockerignore': '.git\nnode_modules\n' },
      },
    ],
  },
  'copy-missing-source': {
    differs: { fails: /not found/ },
    cases: [
      { text: lines('FROM debian:13', 'COPY pakage.json /app/'), files: { 'package.json': 'x' } },
      {
        text: lines('FROM debian:13', 'COPY ["src/indx.js", "/app/"]'),
        files: { 'src/index.js': 'x', 'package.json': '{}' },
      },
    ],
  },
}
