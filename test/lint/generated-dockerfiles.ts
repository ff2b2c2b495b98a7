/** Generated Dockerfiles of lines that rules find fault with, in any order and in any style of writing. */
import fc from 'fast-check'

const bases = fc.constantFrom(
  'debian',
  'debian:13',
  'ubuntu:latest',
  'alpine:3.14',
  'alpine:3.22',
  'node:14',
  'node:24',
  'node:24-alpine',
  'python:3.14-slim',
  'python:3.7',
  'golang:1.27',
  'maven:3.9-eclipse-temurin-21',
  'mcr.microsoft.com/dotnet/sdk:10.0',
  'openjdk:11',
  'centos:7',
  'registry.access.redhat.com/ubi9/ubi-minimal',
  'scratch',
  'nginx:alpine',
  'base',
  'BASE',
  '${VERSION}',
)

/** `~` is a place where a line may go on. */
const commands = fc.constantFrom(
  'apt-get update',
  'apt-get update &&~apt-get install curl',
  'apt-get update &&~apt-get install -y~curl~gcc~libpq-dev &&~rm -rf /var/lib/apt/lists/*',
  'apt install -y vim',
  'apk add curl',
  'apk update && apk add~bash &&~rm -rf /var/cache/apk/*',
  'yum install httpd',
  'dnf install -y~git',
  'pip install flask',
  'pip install -r requirements.txt',
  'npm install',
  'npm ci --only=production',
  'npm run build',
  'yarn install',
  'go build -o /app/server .',
  'mvn package',
  'cd /app &&~make',
  'cd /srv',
  'export A=b',
  'chown -R app:app /app',
  'chmod +x /app/run.sh',
  'curl -o /tmp/a.tgz https://example.com/a.tgz &&~tar -xzf /tmp/a.tgz -C /opt',
  'curl https://example.com/install.sh | sh',
  'wget https://example.com/a.tgz',
  'sudo make install',
  'useradd -u 4000000000 app',
  'rm -rf /var/lib/apt/lists/*',
  'rm -rf "$DIR/"*',
  'set -e;~make;~make install',
  'set -eux; mkdir /a; mkdir /b',
  'if [ -f a ]; then~echo a | grep b;~fi',
  'echo `date` > /built',
  'source /venv/bin/activate',
  '[[ -f /a ]] && echo a',
  'mkdir -p /a; echo done',
  'echo a || true',
  'mkdir /x',
  'touch /y',
  'true # why',
)

const others = fc.constantFrom(
  'COPY . .',
  'COPY . /app',
  'ADD . /app/',
  'ADD src /src',
  'ADD https://example.com/a.tgz /tmp/',
  'COPY a b /dest',
  'COPY --from=base /a /b',
  'COPY --from=nobody /a /b',
  'COPY --chown=app:app package.json ./',
  'WORKDIR app',
  'WORKDIR /app',
  'USER root',
  'USER app',
  'USER 1000',
  'ENV KEY value with blanks',
  'ENV A=1~B="two words"',
  'ENV PATH=/x:$PATH A=$A',
  'ENV DEBIAN_FRONTEND=noninteractive',
  'ENV API_TOKEN=abc',
  'ARG VERSION=1',
  'ARG GIT_COMMIT',
  'ARG PASSWORD',
  'LABEL version 1.0',
  'LABEL a=1~b=2 a=3',
  'MAINTAINER Jane Doe <jane@example.com>',
  'EXPOSE 80 # http',
  'EXPOSE 8080:80',
  'EXPOSE 53/UDP',
  'VOLUME /data',
  'STOPSIGNAL KILL',
  'HEALTHCHECK CMD curl -f http://localhost/',
  'CMD npm start',
  'CMD ["npm", "start"]',
  "CMD ['node', 'server.js']",
  'CMD node server.js && echo $HOME',
  'ENTRYPOINT /entrypoint.sh',
  'ENTRYPOINT ["/entrypoint.sh"]',
  'SHELL ["/bin/bash", "-c"]',
  'ONBUILD RUN npm install',
  'RUN <<EOF\napt-get update\napt-get install -y curl\nEOF',
  'RUN <<-"EOT"\n\tset -e\n\tmake\n\tEOT',
  'COPY <<A /etc/a\ntext\nA',
  'RUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y git',
  'RNU echo a',
  'copy x y',
  'RUN ["apt-get", "install", "curl"]',
)

const comments = fc.constantFrom(
  '# note',
  '# hadolint ignore=DL3008',
  '# dockerfile-coach ignore=latest-tag for now',
  '# syntax=docker/dockerfile:1',
  '#   ',
  '',
)

const line = fc.oneof(
  { weight: 5, arbitrary: commands.map((command) => `RUN ${command}`) },
  { weight: 5, arbitrary: others },
  { weight: 2, arbitrary: comments },
  { weight: 1, arbitrary: bases.map((base) => `FROM ${base}`) },
  { weight: 1, arbitrary: bases.map((base) => `FROM ${base} as Base`) },
)

interface Style {
  readonly joint: string
  readonly escape: string
  readonly newline: string
  readonly mark: boolean
  readonly lastLine: boolean
  readonly lower: boolean
}

const style: fc.Arbitrary<Style> = fc.record({
  joint: fc.constantFrom(' ', ' \\\n    ', ' \\\n\t', ' \\\n    # a comment\n    ', ' \\\n\n  ', '\\\n'),
  escape: fc.constantFrom('\\', '\\', '\\', '`'),
  newline: fc.constantFrom('\n', '\n', '\r\n'),
  mark: fc.boolean(),
  lastLine: fc.boolean(),
  lower: fc.boolean(),
})

function written(
  first: string,
  lines: readonly string[],
  { joint, escape, newline, mark, lastLine, lower }: Style,
): string {
  const body = [`FROM ${first}`, ...lines].map((text) =>
    lower ? text.replace(/^[A-Z]+/, (word) => word.toLowerCase()) : text,
  )
  const text = body.join('\n').replaceAll('~', joint).replaceAll('\\\n', `${escape}\n`)
  const directive = escape === '`' ? '# escape=`\n' : ''
  return `${mark ? '\ufeff' : ''}${directive}${text}${lastLine ? '\n' : ''}`.replaceAll('\n', newline)
}

export const generatedDockerfile: fc.Arbitrary<string> = fc
  .tuple(bases, fc.array(line, { minLength: 1, maxLength: 9 }), style)
  .map(([first, lines, how]) => written(first, lines, how))
