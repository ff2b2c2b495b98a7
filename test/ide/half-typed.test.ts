/** Half-typed text: one file with everything in it, cut off all over, with every feature called. */
import { expect, it } from 'vitest'
import { lint } from '../../server/src/lint/lint.ts'
import { rules } from '../../server/src/rules/index.ts'
import { callEveryFeature } from './every-feature.ts'
import { contextOf, today } from './marked.ts'

const text = `# syntax=docker/dockerfile:1
# check=skip=StageNameCasing
# hadolint global ignore=DL3008
ARG TAG=13
FROM --platform=$BUILDPLATFORM debian:\${TAG:-12} AS base
ARG TAG
ENV PATH="/opt/bin:$PATH" NAME='a b' \\
    # a comment inside
    OTHER=\${NAME%%b}
LABEL org.opencontainers.image.title="x" other=y
# dockerfile-coach ignore=update-without-install because it is a test
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\
    --mount=type=secret,id=token,env=TOKEN --network=none \\
    set -eux; if [ -f "/x$TAG" ]; then apt-get install -y "c$(date -u)" && ls; fi

FROM base AS build
COPY --link --from=base --chown=node:node --chmod=755 /a "/b c/" ./
COPY ["src/index.ts", "/srv/"]
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/x.tgz /tmp/
RUN <<EOF
echo $NAME
EOF
COPY <<-"A" <<B /files/
	one $NAME
	A
two $NAME
B
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
WORKDIR app
USER node:node
EXPOSE 80/tcp 8080-8090 $PORT
VOLUME ["/data"]
STOPSIGNAL SIGQUIT
ONBUILD COPY --from=0 . .
HEALTHCHECK --interval=5s --retries=3 CMD curl -f http://localhost/ || exit 1
ENTRYPOINT ["sh", "-c", "exec $0"]
CMD echo "\u{1f433} é"
`

const context = contextOf({ 'src/index.ts': '', '.dockerignore': 'node_modules\n' })

it.each([
  ['\n', ''],
  ['\r\n', '\ufeff'],
])('with line ends %j behind %j', (newline, start) => {
  const whole = start + text.replaceAll('\n', newline)
  for (let end = newline.length; end <= whole.length; end += 7) {
    const input = { text: whole.slice(0, end), today, context }
    const result = lint(input, rules)
    expect(result.internalErrors).toEqual([])
    callEveryFeature(input, result, end)
    callEveryFeature(input, result, (end * 7919) % (end + 1))
  }
})
