/** Dockerfiles that are hard on a careless engine, in any size. */

export interface Shape {
  readonly name: string
  text(size: number): string
}

const lines = (size: number, line: (i: number) => string): string =>
  Array.from({ length: size }, (_, i) => line(i)).join('')

export const shapes: readonly Shape[] = [
  {
    name: 'variables in a command',
    text: (size) => `FROM debian:13\nRUN cp ${lines(size, (i) => `$A${i} \${B${i}} `)}/x\n`,
  },
  {
    name: 'substitutions in a command',
    text: (size) => `FROM debian:13\nRUN cp ${lines(size, (i) => `$(cat $a${i}) $A${i} `)}/x\n`,
  },
  {
    name: 'ENVs of names that nothing sets',
    text: (size) => `FROM debian:13\n${lines(size, (i) => `ENV LONG${i}=$WRONG${i}\n`)}`,
  },
  {
    name: 'one base of many stages',
    text: (size) =>
      `FROM debian:13 AS base\n${lines(size, (i) => `RUN make ${i}\n`)}${lines(size, (i) => `FROM base AS s${i}\nCMD ["x"]\n`)}`,
  },
  { name: 'RUNs', text: (size) => `FROM debian:13\n${lines(size, (i) => `RUN apt-get install tool-${i}\n`)}` },
  {
    name: 'RUNs of one text',
    text: (size) => `FROM debian:13\n${'RUN apt-get update && apt-get install -y curl\n'.repeat(size)}`,
  },
  {
    name: 'RUNs that change folders',
    text: (size) =>
      `FROM debian:13\n${lines(size, (i) => `RUN cd /app/${i} && sudo make && curl -O https://a.example/${i}.tgz\n`)}`,
  },
  { name: 'stages', text: (size) => lines(size, (i) => `FROM debian:13 AS stage-${i}\nRUN make\n`) },
  {
    name: 'stages on each other',
    text: (size) => `FROM debian:13 AS s0\n${lines(size, (i) => `FROM s${i} AS s${i + 1}\nUSER u${i}\n`)}`,
  },
  { name: 'stages with one name', text: (size) => 'FROM debian:13 AS same\nARG A\nRUN echo $A\n'.repeat(size) },
  {
    name: 'stages that copy from each other',
    text: (size) => lines(size, (i) => `FROM debian:13 AS s${i}\nCOPY --from=s${i - 1} /a /b\n`),
  },
  {
    name: 'ENVs of one name',
    text: (size) =>
      `FROM debian:13\n${lines(size, (i) => `ENV PATH=/opt/a/rather/long/folder/with/number/${i}:$PATH\n`)}`,
  },
  {
    name: 'ENVs of many names',
    text: (size) => `FROM debian:13\n${lines(size, (i) => `ENV A${i}=$A${i - 1} B=$B\n`)}RUN echo $A1\n`,
  },
  {
    name: 'one ENV with many names',
    text: (size) => `FROM debian:13\nENV ${lines(size, (i) => `A${i}=$A${i - 1} `)}\n`,
  },
  {
    name: 'ARGs',
    text: (size) =>
      `${lines(size, (i) => `ARG A${i}=$A${i - 1}\n`)}FROM debian:$A1\n${lines(size, (i) => `ARG A${i}\n`)}`,
  },
  { name: 'LABELs', text: (size) => `FROM debian:13\n${lines(size, (i) => `LABEL key${i % 100}=value${i}\n`)}` },
  {
    name: 'COPY --from',
    text: (size) =>
      `FROM debian:13 AS build\nFROM debian:13\n${lines(size, (i) => `COPY --from=build /a${i} /b${i}\n`)}`,
  },
  {
    name: 'COPYs and RUNs in turn',
    text: (size) =>
      `FROM node:24\n${lines(size, (i) => `COPY a${i} /app/a${i}\nRUN chown -R app /app/a${i} && rm -rf /app/b${i}\n`)}`,
  },
  {
    name: 'ADDs of archives that are removed',
    text: (size) =>
      `FROM debian:13\n${lines(size, (i) => `ADD https://a.example/${i}.tgz /tmp/${i}.tgz\nRUN tar -xzf /tmp/${i}.tgz && rm /tmp/${i}.tgz\n`)}`,
  },
  {
    name: 'USERs and WORKDIRs',
    text: (size) =>
      `FROM debian:13\n${lines(size, (i) => `USER u${i % 7}\nWORKDIR a-rather-long-folder-with-the-number-${i}\nRUN touch x\n`)}`,
  },
  {
    name: 'CMDs and ENTRYPOINTs',
    text: (size) =>
      `FROM debian:13\n${lines(size, (i) => `CMD run ${i}\nENTRYPOINT ["a", "${i}"]\nHEALTHCHECK CMD x\n`)}`,
  },
  {
    name: 'EXPOSEs and VOLUMEs',
    text: (size) => `FROM debian:13\n${lines(size, (i) => `EXPOSE ${i}\nVOLUME /v${i}\nRUN touch /v${i}/x\n`)}`,
  },
  {
    name: 'SHELLs',
    text: (size) => `FROM debian:13\n${'SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b\n'.repeat(size)}`,
  },
  { name: 'ONBUILDs', text: (size) => `FROM debian:13\n${lines(size, (i) => `ONBUILD RUN npm install ${i}\n`)}` },
  {
    name: 'comments',
    text: (size) =>
      `FROM debian:13\n${lines(size, (i) => `# note ${i}\n# hadolint ignore=DL3008\nRUN apt-get install x\n`)}`,
  },
  {
    name: 'suppressions of a whole file',
    text: (size) => `${'# dockerfile-coach ignore-file=latest-tag\n'.repeat(size)}FROM debian\n`,
  },
  { name: 'unknown instructions', text: (size) => `FROM debian:13\n${lines(size, (i) => `nope${i} x\n`)}` },
  { name: 'misspelt instructions', text: (size) => `${lines(size, (i) => `RNU apt-get install ${i}\n`)}` },
  { name: 'instructions without arguments', text: (size) => 'FROM\nRUN\nCOPY\nENV\nCMD [\n'.repeat(size) },
  {
    name: 'heredocs',
    text: (size) =>
      `FROM debian:13\n${lines(size, (i) => `RUN <<EOF\napt-get update\napt-get install -y x${i}\nEOF\n`)}`,
  },
  {
    name: 'heredocs of one instruction',
    text: (size) => `FROM debian:13\nCOPY ${lines(size, (i) => `<<F${i} `)}/x/\n${lines(size, (i) => `text\nF${i}\n`)}`,
  },
  { name: 'heredocs without an end', text: (size) => `FROM debian:13\n${lines(size, (i) => `RUN <<F${i}\n`)}` },
  { name: 'markers without a body', text: (size) => `FROM debian:13\nRUN ${'<<A '.repeat(size)}\n` },
  {
    name: 'continued lines',
    text: (size) => `FROM debian:13\nRUN apt-get install -y \\\n${lines(size, (i) => `    tool-${i} \\\n`)}    last\n`,
  },
  {
    name: 'continued lines with comments',
    text: (size) =>
      `FROM debian:13\nRUN set -e \\\n${lines(size, (i) => `    # tool ${i}\n && make ${i} \\\n`)} && last\n`,
  },
  { name: 'empty continued lines', text: (size) => `FROM debian:13\nRUN make \\\n${'\n'.repeat(size)}x\n` },
  {
    name: 'a chain of commands',
    text: (size) => `FROM debian:13\nRUN true${lines(size, (i) => ` && apt-get install -y x${i}`)}\n`,
  },
  {
    name: 'a chain over lines',
    text: (size) =>
      `FROM debian:13\nRUN true${lines(size, (i) => ` \\\n && curl -o /tmp/${i} https://a.example/${i}`)}\n`,
  },
  { name: 'a pipeline', text: (size) => `FROM debian:13\nRUN a${' | b'.repeat(size)}\n` },
  {
    name: 'variables in a script',
    text: (size) => `FROM debian:13\nRUN ${lines(size, (i) => `A${i}=x; echo $A${i} \${B${i}:-y}; `)}\n`,
  },
  { name: 'one long word', text: (size) => `FROM debian:13\nRUN ${'a'.repeat(size * 10)}\n` },
  { name: 'one long line of words', text: (size) => `FROM debian:13\nRUN ${'word '.repeat(size)}\n` },
  { name: 'one long line of blanks', text: (size) => `FROM debian:13\nRUN a${' '.repeat(size * 10)}b\n` },
  { name: 'one long quoted word', text: (size) => `FROM debian:13\nENV A="${'x\\"'.repeat(size)}"\n` },
  { name: 'open quotes', text: (size) => `FROM debian:13\nRUN ${'"a \''.repeat(size)}\n` },
  { name: 'open braces', text: (size) => `FROM debian:13\nENV A=${'${A:-'.repeat(size)}\n` },
  { name: 'dollars', text: (size) => `FROM debian:13\nENV A=${'$'.repeat(size)}\nCOPY ${'$A'.repeat(size)} /\n` },
  { name: 'backslashes', text: (size) => `FROM debian:13\nRUN ${'\\'.repeat(size)}a\n` },
  { name: 'a long array', text: (size) => `FROM debian:13\nCMD [${lines(size, (i) => `"${i}", `)}"x"]\n` },
  { name: 'a broken array', text: (size) => `FROM debian:13\nCMD [${lines(size, (i) => `"${i}" `)}"x"\n` },
  { name: 'many sources', text: (size) => `FROM debian:13\nCOPY ${lines(size, (i) => `a${i} `)}/x/\n` },
  { name: 'many flags', text: (size) => `FROM debian:13\nRUN ${'--mount=type=cache,target=/x '.repeat(size)}make\n` },
  {
    name: 'many mount options',
    text: (size) => `FROM debian:13\nRUN --mount=type=cache${',target=/x'.repeat(size)} make\n`,
  },
  { name: 'many ports', text: (size) => `FROM debian:13\nEXPOSE ${lines(size, (i) => `${i} `)}\n` },
  { name: 'blank lines', text: (size) => `FROM debian:13\n${'\n'.repeat(size)}RUN x\n` },
  { name: 'carriage returns', text: (size) => `FROM debian:13\nRUN a${'\r'.repeat(size)}b\n` },
  { name: 'directives', text: (size) => `${'# escape=\\\n'.repeat(size)}FROM debian:13\n` },
  {
    name: 'CRLF',
    text: (size) => `FROM debian:13\r\n${lines(size, (i) => `RUN apt-get install tool-${i} && \\\r\n  make\r\n`)}`,
  },
]

/** Shells in shells; the parser goes down with the depth. */
export const nested: readonly Shape[] = [
  { name: 'subshells', text: (size) => `FROM debian:13\nRUN ${'('.repeat(size)}a${')'.repeat(size)}\n` },
  { name: 'substitutions', text: (size) => `FROM debian:13\nRUN echo ${'$(echo '.repeat(size)}a${')'.repeat(size)}\n` },
  { name: 'branches', text: (size) => `FROM debian:13\nRUN ${'if a; then '.repeat(size)}b${'; fi'.repeat(size)}\n` },
  { name: 'expansions', text: (size) => `FROM debian:13\nRUN echo ${'${A:-'.repeat(size)}a${'}'.repeat(size)}\n` },
  { name: 'quoted shells', text: (size) => `FROM debian:13\nRUN ${"sh -c '".repeat(size)}a${"'".repeat(size)}\n` },
  { name: 'ONBUILD in ONBUILD', text: (size) => `FROM debian:13\n${'ONBUILD '.repeat(size)}RUN a\n` },
  {
    name: 'quoted substitutions',
    text: (size) => `FROM debian:13\nRUN echo ${'"$(echo '.repeat(size)}a${')"'.repeat(size)}\n`,
  },
  { name: 'backticks', text: (size) => `FROM debian:13\nRUN echo ${'`echo '.repeat(size)}a${'`'.repeat(size)}\n` },
  { name: 'arithmetic', text: (size) => `FROM debian:13\nRUN echo ${'$(('.repeat(size)}1${'))'.repeat(size)}\n` },
]
