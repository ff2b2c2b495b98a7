/** Fixes of the rules on how containers run. */
import { lines, type RuleCases } from './case.ts'

export const runtimeCases: Readonly<Record<string, RuleCases>> = {
  'shell-form-command': {
    differs: { config: ['Cmd'] },
    cases: [
      lines('FROM node:24', 'CMD node "server.js" --port 80'),
      { text: lines('FROM node:24', 'ENTRYPOINT node server.js'), differs: { config: ['Entrypoint'] } },
      { text: lines('FROM node:24', 'CMD exec node server.js $ARGS'), differs: {} },
    ],
  },
  'command-ignored': {
    differs: { config: ['Entrypoint'] },
    cases: [
      lines('FROM debian:13', 'CMD ["--help"]', 'ENTRYPOINT /bin/tool'),
      lines('FROM debian:13', 'ENTRYPOINT exec /bin/tool --verbose', 'CMD ["x"]'),
    ],
  },
  'overridden-instruction': {
    cases: [
      lines('FROM debian:13', '# first', 'ENTRYPOINT ["a"]', 'RUN touch /x', 'ENTRYPOINT ["b"]'),
      lines('FROM debian:13', 'HEALTHCHECK CMD a', 'HEALTHCHECK --interval=5s CMD b', 'CMD x', 'CMD y'),
    ],
  },
  'missing-healthcheck': {
    differs: { config: ['Healthcheck'] },
    cases: [
      lines('FROM python:3.14-slim', 'COPY app.py /app.py', 'EXPOSE 8000', 'USER 1000', 'CMD ["python", "/app.py"]'),
      lines('FROM nginx:1.29-alpine', 'COPY src /usr/share/nginx/html', 'EXPOSE 80'),
      lines('FROM debian:13-slim', 'COPY app /app', 'EXPOSE 9000', 'CMD ["php-fpm"]'),
      lines('FROM alpine:3.22', 'COPY app /app', 'EXPOSE 53', 'CMD ["/app"]'),
    ],
  },
  'healthcheck-tool-missing': {
    differs: { config: ['Healthcheck'] },
    cases: [
      lines('FROM python:3.14-slim', 'HEALTHCHECK CMD curl -f http://localhost:8000/ || exit 1', 'CMD ["python"]'),
      lines(
        'FROM node:24-slim',
        'HEALTHCHECK --interval=5s CMD ["wget", "-q", "http://localhost:3000/"]',
        'CMD ["node"]',
      ),
    ],
  },
  'relative-workdir': {
    cases: [
      lines('FROM debian:13', 'WORKDIR srv/app', 'RUN touch x'),
      lines('FROM alpine:3.22', 'WORKDIR data', 'WORKDIR sub', 'COPY a .'),
    ],
  },
  'copy-relative-without-workdir': {
    cases: [
      lines('FROM debian:13', 'COPY src ./srv/'),
      lines('FROM alpine:3.22', 'COPY ["a", "b", "dest/"]', 'RUN touch /x'),
    ],
  },
  'undefined-variable': {
    differs: { config: ['Labels'] },
    cases: [
      { text: lines('FROM debian:13', 'ARG APP_HOME=/srv', 'ENV BIN=$APP_HOEM/bin'), differs: { config: ['Env'] } },
      {
        text: lines('FROM debian:13', 'ENV TARGET_DIR=/srv', 'WORKDIR $TARGET_DRI/app'),
        differs: { config: ['WorkingDir'], files: [/^(srv|app)/] },
      },
    ],
  },
  'unused-arg': {
    cases: [
      lines('FROM debian:13', '# once needed', 'ARG A=1', 'COPY a /a'),
      lines('FROM debian:13', 'ARG UNUSED=1', 'ARG USED=/x', 'COPY a $USED'),
      lines('ARG UNUSED=1', 'FROM debian:13', 'RUN env > /env'),
      lines('FROM debian:13', 'RUN touch /x', 'ARG UNUSED=1', 'CMD ["env"]'),
    ],
  },
  'arg-at-runtime': {
    differs: { config: ['Env'] },
    cases: [
      lines('FROM node:24', 'ARG MODE=fast', 'CMD node server.js --mode $MODE'),
      lines('FROM debian:13', 'ARG NAME=x', 'ARG PORT=80', 'ENTRYPOINT exec /bin/app ${PORT}'),
    ],
  },
  'env-self-reference': {
    differs: { config: ['Env'] },
    cases: [
      lines('FROM debian:13', 'ENV A=1 \\', '    B=${A}2 \\', '    C=3'),
      lines('FROM debian:13', 'ENV HOME_DIR=/srv PATH=$HOME_DIR/bin:$PATH'),
    ],
  },
  'debian-frontend-persisted': {
    differs: { config: ['Env'] },
    cases: [
      lines('FROM debian:13', 'ENV LANG=C DEBIAN_FRONTEND=noninteractive A=b', 'RUN apt-get update'),
      lines('FROM debian:13', 'ENV DEBIAN_FRONTEND noninteractive', 'RUN test "$DEBIAN_FRONTEND" = noninteractive'),
    ],
  },
  'package-manager-as-command': {
    differs: { config: ['Cmd'] },
    cases: [
      {
        text: lines('FROM node:24', 'WORKDIR /app', 'COPY . .', 'CMD ["npm", "run", "serve"]'),
        files: { 'package.json': '{"scripts":{"serve":"node dist/server.js --port 80"}}' },
      },
      {
        text: lines('FROM node:24', 'WORKDIR /app', 'COPY . .', 'CMD ["yarn", "start"]'),
        files: { 'package.json': '{"scripts":{"start":"node ."}}' },
      },
    ],
  },
  'bad-label-key': {
    differs: { config: ['Labels'] },
    cases: [lines('FROM debian:13', 'LABEL My_Label=x'), lines('FROM debian:13', 'LABEL a=b "Two Words"=c')],
  },
  'duplicate-label': {
    cases: [
      lines('FROM debian:13', 'LABEL a=1 b=2', 'LABEL a=3'),
      lines('FROM debian:13', '# one', 'LABEL x="1"', 'RUN touch /x', 'LABEL y=2 x=3'),
    ],
  },
  'ungraceful-stop-signal': {
    differs: { config: ['StopSignal'] },
    cases: [lines('FROM debian:13', 'STOPSIGNAL KILL', 'CMD ["a"]'), lines('FROM httpd:2.4', 'STOPSIGNAL 9')],
  },
  'missing-labels': {
    differs: { config: ['Labels'] },
    cases: [lines('FROM debian:13', 'CMD ["a"]'), lines('FROM debian:13', 'LABEL a=b', 'COPY a /a')],
  },
  'invalid-definition-description': {
    cases: [
      lines('# tool', 'ARG VERSION=1', '# final image', 'FROM debian:13 AS app', 'COPY a /a'),
      lines(
        '# base for all',
        'FROM debian:13 AS tools',
        'RUN touch /a',
        '# the release',
        'ARG VERSION=2',
        'RUN echo $VERSION > /v',
      ),
    ],
  },
}
