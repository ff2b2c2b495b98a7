/** Fixes of the syntax rules. */
import { lines, type RuleCases } from './case.ts'

export const syntaxCases: Readonly<Record<string, RuleCases>> = {
  'unknown-instruction': {
    differs: { fails: /unknown instruction/ },
    cases: [lines('FROM alpine:3.22', 'CPY a /a'), lines('FROM alpine:3.22', 'LABLE a=b', 'RUNN touch /x')],
  },
  'unknown-flag': {
    differs: { fails: /unknown flag/ },
    cases: [
      lines('FROM alpine:3.22', 'COPY --chmdo=755 a /a'),
      lines('FROM alpine:3.22', 'RUN --mout=type=tmpfs,target=/x touch /y'),
    ],
  },
  'invalid-flag-value': {
    withoutExample: 'the network of the host needs a permission',
    differs: { fails: /invalid|unsupported|not valid|unknown/ },
    cases: [
      lines('FROM alpine:3.22', 'RUN --network=nnoe touch /x'),
      lines('FROM alpine:3.22', 'RUN --network=defualt touch /x'),
      lines('FROM alpine:3.22', 'RUN --network=nonee touch /x', 'RUN --network=none touch /y'),
    ],
  },
  'invalid-mount': {
    differs: { fails: /invalid|unsupported|unexpected|requires/ },
    cases: [
      lines('FROM alpine:3.22', 'RUN --mount=type=tmpsf,target=/x touch /y'),
      lines('FROM alpine:3.22', 'RUN --mount=type=cache,target=/x,sharing=lockd touch /y'),
    ],
  },
  'invalid-image-reference': {
    differs: { fails: /must be lowercase|invalid reference/ },
    cases: [
      lines('FROM Debian:13', 'RUN touch /a'),
      lines('FROM debian:13', 'RUN touch /a', 'FROM Node:24', 'COPY --from=0 /a /b'),
    ],
  },
  'unterminated-heredoc': {
    differs: { fails: /unterminated heredoc/ },
    cases: [
      lines('FROM alpine:3.22', 'RUN <<-X', '\techo a > /a'),
      lines('FROM alpine:3.22', 'COPY <<FILE /f', 'text'),
    ],
  },
  'url-in-copy': {
    differs: { fails: /can't be a URL/, offline: /lookup|dial|resolve|network/ },
    cases: [
      lines('FROM alpine:3.22', 'COPY https://example.com/a /a'),
      lines('FROM alpine:3.22', 'COPY --chown=1000 https://example.com/a https://example.com/b /dest/'),
    ],
  },
  'invalid-json-array': {
    differs: { config: ['Cmd'] },
    cases: [
      lines('FROM node:24', 'CMD ["node", "server.js",]'),
      { text: lines('FROM node:24', "ENTRYPOINT ['node', 'server.js']"), differs: { config: ['Entrypoint'] } },
    ],
  },
  'trailing-comment': {
    differs: { fails: /invalid containerPort|invalid/ },
    cases: [
      { text: lines('FROM debian:13', 'CMD ["httpd"] # the server'), differs: { config: ['Cmd'] } },
      { text: lines('FROM debian:13', 'USER 1000 # app'), differs: { config: ['User'] } },
      {
        text: lines('FROM debian:13', 'WORKDIR /srv # the project'),
        differs: { config: ['WorkingDir'], files: [/^srv/] },
      },
      { text: lines('FROM debian:13', 'COPY a /a # a file'), differs: { fails: /not found|must be a directory/ } },
    ],
  },
  'misplaced-directive': {
    cases: [
      lines('FROM alpine:3.22', '# syntax=docker/dockerfile:1', 'RUN touch /a'),
      lines('# A tool', '', '# syntax=docker/dockerfile:1', 'FROM alpine:3.22', 'COPY a /a'),
    ],
  },
  'empty-continuation-line': {
    cases: [
      lines('FROM debian:13', 'RUN touch /a && \\', '', '   ', '    # b', '    touch /b'),
      lines('FROM debian:13', 'ENV A=1 \\', '', '    B=2', 'LABEL c=d \\', ' ', '  e=f'),
    ],
  },
  'inconsistent-instruction-casing': {
    cases: [
      lines('from debian:13', 'RUN touch /a', 'run touch /b', 'copy a /a'),
      lines('FROM debian:13', 'Run touch /a', 'onbuild run touch /b', 'ENV A=b'),
    ],
  },
  'from-as-casing': {
    cases: [
      lines('FROM debian:13 as base', 'RUN touch /a', 'FROM debian:13 as final', 'COPY --from=base /a /b'),
      lines('from debian:13 AS base', 'run touch /a'),
    ],
  },
  'legacy-key-value': {
    cases: [
      lines('FROM debian:13', 'ENV A two "words"  here', 'ENV B $A/b'),
      lines('FROM debian:13', 'LABEL a b', 'LABEL title a \\$1 "label"', 'ENV PATH /x:$PATH'),
    ],
  },
  'maintainer-deprecated': {
    differs: { config: ['Labels'] },
    cases: [
      lines('FROM debian:13', 'MAINTAINER "Ada Lovelace"'),
      lines('from debian:13', 'maintainer ada@example.com', 'label a=b'),
    ],
  },
  'invalid-expose': {
    cases: [lines('FROM debian:13', 'EXPOSE 127.0.0.1:80:8080'), lines('FROM debian:13', 'EXPOSE 8080:80/tcp 443')],
  },
  'expose-protocol-casing': {
    cases: [lines('FROM debian:13', 'EXPOSE 80/TCP 53/Udp'), lines('FROM debian:13', 'EXPOSE 7000-7002/TCP')],
  },
  'copy-multiple-sources-without-slash': {
    // This engine builds it: each source takes the place of the one before.
    differs: { files: [/^(dest|app\/config)/] },
    cases: [lines('FROM debian:13', 'COPY a b /dest'), lines('FROM debian:13', 'ADD ["a", "b", "dest"]')],
  },
}
