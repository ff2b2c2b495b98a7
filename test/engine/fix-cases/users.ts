/** Fixes of the rules on users and secrets. */
import { lines, type RuleCases } from './case.ts'

export const usersCases: Readonly<Record<string, RuleCases>> = {
  'runs-as-root': {
    differs: { config: ['User'] },
    cases: [
      {
        text: lines(
          'FROM python:3.14-slim',
          'WORKDIR /app',
          'COPY app.py .',
          'EXPOSE 8000',
          'CMD ["python", "app.py"]',
        ),
        differs: {
          config: ['User'],
          files: [/^etc\/passwd$/, /^home/, /^var\/log/],
          calls: (line) => (/useradd/.test(line) ? undefined : line),
        },
      },
      lines('FROM gcr.io/distroless/static-debian13:latest', 'COPY app /app', 'USER root', 'ENTRYPOINT ["/app"]'),
      lines('FROM scratch', 'COPY app /app', 'ENTRYPOINT ["/app"]'),
    ],
  },
  'non-numeric-user': {
    differs: { config: ['User'] },
    cases: [
      lines('FROM node:24', 'COPY . /app', 'USER node:node', 'CMD ["node", "/app/server.js"]'),
      lines('FROM gcr.io/distroless/static-debian13:latest', 'COPY app /app', 'USER nonroot', 'ENTRYPOINT ["/app"]'),
    ],
  },
  'root-home-unreadable': {
    differs: { files: [/^root\/\.local/, /^home\/app\/\.local/], config: ['Env'] },
    cases: [
      lines(
        'FROM debian:13 AS build',
        'RUN mkdir -p /root/.local/bin && touch /root/.local/bin/tool',
        'FROM python:3.14-slim',
        'RUN useradd --create-home app',
        'COPY --from=build /root/.local /root/.local',
        'ENV PATH=/root/.local/bin:$PATH',
        'USER app',
        'CMD ["python"]',
      ),
      lines(
        'FROM debian:13 AS build',
        'RUN mkdir -p /root/.local/bin && touch /root/.local/bin/tool',
        'FROM python:3.14-slim',
        'COPY --from=build /root/.local /root/.local',
        'ENV PATH="/root/.local/bin:$PATH" A=b',
        'RUN useradd -m app',
        'USER app',
        'CMD ["tool"]',
      ),
    ],
  },
  'copy-owned-by-root': {
    differs: { files: [/^home\/node\/app\//] },
    cases: [
      lines(
        'FROM node:24',
        'USER node',
        'WORKDIR /home/node/app',
        'COPY package.json .',
        'RUN npm install',
        'COPY src ./src',
      ),
      lines(
        'FROM node:24-alpine',
        'WORKDIR /home/node/app',
        'RUN chown node /home/node/app',
        'USER node',
        'COPY package.json .',
        'RUN npm install',
      ),
    ],
  },
  'privileged-command-as-user': {
    differs: { fails: /[Pp]ermission denied|not permitted|can't create/ },
    cases: [
      lines(
        'FROM node:24',
        'USER node',
        'COPY package.json /home/node/',
        'RUN apt-get update && apt-get install -y git',
        'CMD ["node"]',
      ),
      lines('FROM node:24-alpine', 'USER node', 'RUN apk add --no-cache git', 'CMD ["node"]'),
    ],
  },
  sudo: {
    differs: { calls: (line) => (/ sudo /.test(line) ? undefined : line) },
    cases: [
      lines('FROM debian:13', 'RUN sudo apt-get update && \\', '    sudo apt-get install -y curl'),
      lines('FROM debian:13', 'RUN mkdir /a; sudo touch /a/b'),
    ],
  },
  'secret-in-arg-or-env': {
    differs: { calls: (line) => line.replace(/_authToken=.*/, '') },
    cases: [
      {
        text: lines(
          'FROM node:24',
          'ARG NPM_TOKEN',
          'WORKDIR /app',
          'COPY package.json .',
          'RUN test -n "$NPM_TOKEN" && npm install',
        ),
        buildArguments: { NPM_TOKEN: 'abc' },
        secrets: { NPM_TOKEN: 'abc' },
      },
      {
        text: lines(
          'FROM debian:13',
          'ARG API_TOKEN',
          'RUN test "$API_TOKEN" = abc && touch /a',
          'RUN touch /b',
          'RUN test -n "$API_TOKEN"',
        ),
        buildArguments: { API_TOKEN: 'abc' },
        secrets: { API_TOKEN: 'abc' },
      },
    ],
  },
  'secret-file-copied': {
    differs: { files: [/\.npmrc$/] },
    cases: [
      {
        text: lines(
          'FROM node:24',
          'WORKDIR /app',
          'COPY package.json ./',
          '# for the registry',
          'COPY .npmrc .',
          'RUN npm install && touch /done',
        ),
        secrets: { npmrc: 'token' },
      },
      {
        text: lines(
          'FROM node:24',
          'COPY .npmrc /root/.npmrc',
          'WORKDIR /app',
          'COPY package.json ./',
          'RUN npm install',
          'RUN npm run build',
        ),
        secrets: { npmrc: 'token' },
      },
    ],
  },
  'curl-without-fail': {
    differs: { calls: (line) => line.replace(/ -f(?=[a-zA-Z ])/, ' -').replace(' - ', ' ') },
    cases: [
      lines('FROM debian:13', 'RUN curl -o /tool https://example.com/tool && chmod +x /tool'),
      lines('FROM debian:13', 'RUN curl -sL https://example.com/list > /list'),
    ],
  },
  'high-uid-without-no-log-init': {
    differs: { files: [/^var\/log/], calls: (line) => line.replace(/ (--no-log-init|-l)\b/, '') },
    cases: [
      lines('FROM debian:13', 'RUN useradd -u 4000000000 -m app'),
      lines('FROM ubuntu:24.04', 'RUN groupadd -g 300000 app && \\', '    useradd --uid=300000 --gid app app'),
    ],
  },
  'world-writable': {
    differs: { files: [/^(data|x|y)$/] },
    cases: [
      lines('FROM debian:13', 'RUN mkdir /x && chmod -R a+rwX /x && touch /y && chmod 0666 /y'),
      lines('FROM alpine:3.22', 'COPY --chmod=777 a /x', 'RUN touch /y && chmod ugo=rw /y'),
    ],
  },
}
