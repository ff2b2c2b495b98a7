/** Texts that do something where they are read as more than text, and Dockerfiles that have them everywhere. */

/** Markdown, HTML, links that run commands, icons, terminal sequences, workflow commands of CI systems. */
export const hostileTexts: readonly string[] = [
  '[x](command:workbench.action.quit)',
  '![x](https://evil.example/x.png)',
  '<img/src=x/onerror=alert(1)>',
  '</code></pre><script>alert(1)</script>',
  '`[x](command:evil)`',
  '```[x](command:evil)',
  '\\[x](command:evil)',
  '[x]:https://evil.example',
  '<https://evil.example/>',
  'www.evil.example',
  '&lt;img&#32;src=x&gt;',
  '$(trash)',
  '|a|b|**c**_d_~~e~~',
  '::error::x',
  '##[error]x',
  ']]><evil/>',
  '%0A::error::x',
  '\u001b[31mred\u001b]8;;https://evil.example\u0007x',
  '\u009b31mred',
  '\u202egnp.exe',
]

/** Dockerfiles in which the text stands for every kind of name and value, in turn without and with quotes. */
export function hostileDockerfiles(text: string): readonly string[] {
  const word = text.replaceAll(' ', '')
  const quoted = `"${text.replace(/["\\]/g, '\\$&')}"`
  return [
    `# ${text}
# syntax=${word}
ARG ${word}=${word}
FROM ${word}:latest AS ${word}
LABEL ${word}=${word} maintainer=${quoted}
MAINTAINER ${text}
ENV ${word}=${word} KEY=${quoted}
ARG ${word}
COPY --from=${word} --chown=${word}:${word} ${word} /${word}
ADD https://example.com/${word} ./${word}
RUN apt-get install ${word} && cd /${word} && echo $${word}
RUN --mount=type=${word},target=${word} sudo ${word} ${text}
USER ${word}
EXPOSE ${word}
VOLUME ${word}
WORKDIR ${word}
STOPSIGNAL ${word}
HEALTHCHECK --interval=${word} CMD ${text}
SHELL ${text}
ONBUILD ${text}
CMD ["${word}"
ENTRYPOINT ${text}
${text}
`,
    `# check=skip=${word};error=${word}
# hadolint ignore=${word}
# dockerfile-coach ignore=${word} ${text}
FROM debian:13 AS base
ARG T=${quoted}
ENV X=\${T:-${word}} Y=\${Y:-${word}}
LABEL org.opencontainers.image.url=${quoted} org.opencontainers.image.licenses=${quoted} description=${quoted}
FROM base AS ${word}
FROM ${word} AS other
COPY --from=${word} /a ${word} /b/
COPY <<${word} /x
${text}
${word}
RUN <<END
${text}
END
RUN echo ${quoted} | ${word}; apt-get update
RUN curl http://${word}/x.sh | sh
RUN echo "$X $Y $${word}" ${text}
ENV PASSWORD=${quoted} TOKEN=${word}
USER ${word}:${word}
HEALTHCHECK CMD curl http://localhost/${word}
CMD ${text}
`,
  ]
}
