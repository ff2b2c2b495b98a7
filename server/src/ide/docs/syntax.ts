/** Parser directives, heredocs and the modifiers of variable references. */

import type { DirectiveDoc, HeredocDoc, SubstitutionDoc } from './types.ts'
import { referenceUrl } from './types.ts'

export const directiveDocs: Readonly<Record<string, DirectiveDoc>> = {
  syntax: {
    summary:
      'Names the frontend image that reads this file, so that new syntax works with an older Docker. Only at the very top.',
    form: '# syntax=<image>',
    values: [
      { value: 'docker/dockerfile:1', summary: 'the newest stable version 1: the usual choice' },
      { value: 'docker/dockerfile:1.20', summary: 'one minor version, with its fixes' },
      { value: 'docker/dockerfile:1-labs', summary: 'version 1 with features that are still tried out' },
    ],
    default: 'the frontend built into the builder',
    since: '1.0',
    example:
      '# syntax=docker/dockerfile:1\nFROM debian:13-slim\nRUN <<EOF\nset -e\necho "heredocs need frontend 1.4"\nEOF',
    advice:
      'Put it first in every file that uses heredocs, `--link`, `--parents` or mounts: everyone then builds with the same syntax.',
    lesson: 'BuildKit (part 3)',
    url: `${referenceUrl}#syntax`,
  },
  escape: {
    summary:
      'The character that continues a line and escapes another. On Windows the backtick leaves backslashes to paths.',
    form: '# escape=<character>',
    values: [
      { value: '\\', summary: 'the backslash' },
      { value: '`', summary: 'the backtick' },
    ],
    default: 'the backslash',
    since: '1.0',
    example: '# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2025\nCOPY app.exe C:\\app\\',
    advice: 'Only Windows images need it; comments and blank lines above it switch it off.',
    lesson: 'Writing effective Dockerfiles (part 3)',
    url: `${referenceUrl}#escape`,
  },
  check: {
    summary:
      'Steers the build checks: which are skipped, and whether a finding fails the build. Several settings are joined with `;`.',
    form: '# check=skip=<check>[,<check>…][;error=<true|false>]',
    values: [
      { value: 'skip=all', summary: 'no checks at all' },
      { value: 'skip=JSONArgsRecommended', summary: 'all but the named ones, separated by commas' },
      { value: 'error=true', summary: 'a finding stops the build' },
      { value: 'experimental=all', summary: 'also the checks that are still tried out (from 1.10)' },
    ],
    default: 'all stable checks run and warn',
    since: '1.8',
    example: '# check=skip=JSONArgsRecommended;error=true\nFROM debian:13-slim\nCMD echo "$HOME"',
    advice: 'With `error=true`, pin `# syntax=` to a minor version: new versions bring new checks.',
    lesson: 'BuildKit (part 3)',
    url: `${referenceUrl}#check`,
  },
}

const heredocs = `${referenceUrl}#here-documents`

/** By the way that the marker is written. */
export const heredocDocs: Readonly<Record<string, HeredocDoc>> = {
  '<<EOF': {
    summary:
      'The lines up to a line with only `EOF` are the script of RUN, or the content of a file for COPY and ADD, where `$variables` are replaced.',
    example: 'RUN <<EOF\nset -e\nmkdir -p /srv/data\necho ready > /srv/data/state\nEOF',
    since: '1.4',
    url: heredocs,
  },
  '<<-EOF': {
    summary: 'The same, with the tabs at the start of each line removed, so that the text can be indented with tabs.',
    example: 'COPY <<-EOF /etc/motd\n\tWelcome\n\tEOF',
    since: '1.4',
    url: heredocs,
  },
  "<<'EOF'": {
    summary: 'The same, with the content taken literally: the builder leaves `$` and escapes alone.',
    example: 'COPY --chmod=755 <<\'EOF\' /usr/local/bin/greet\n#!/bin/sh\necho "Hello $1"\nEOF',
    since: '1.4',
    url: heredocs,
  },
}

const replacement = `${referenceUrl}#environment-replacement`

/** By operator. */
export const substitutionDocs: Readonly<Record<string, SubstitutionDoc>> = {
  ':-': {
    summary: 'The value of the variable, or the word when it is unset or empty.',
    form: '${variable:-word}',
    result: '`${tag:-13}` is `13` while `tag` is unset or empty',
    example: 'ARG tag\nENV RELEASE=${tag:-13}',
    since: '1.0',
    url: replacement,
  },
  '-': {
    summary: 'The value of the variable, even an empty one, or the word when it is unset.',
    form: '${variable-word}',
    result: '`${tag-13}` is `13` while `tag` is unset, and empty when it is empty',
    example: 'ARG tag\nENV RELEASE=${tag-13}',
    since: '1.6',
    url: replacement,
  },
  ':+': {
    summary: 'The word when the variable is set and not empty, otherwise nothing.',
    form: '${variable:+word}',
    result: '`image${tag:+:$tag}` is `image:13` for `tag=13` and `image` without it',
    example: 'ARG debug\nENV APP_FLAGS=${debug:+--verbose}',
    since: '1.0',
    url: replacement,
  },
  '+': {
    summary: 'The word when the variable is set, even to an empty value, otherwise nothing.',
    form: '${variable+word}',
    result: '`${debug+yes}` is `yes` for `debug=`, and empty while `debug` is unset',
    example: 'ARG debug\nENV APP_FLAGS=${debug+--verbose}',
    since: '1.6',
    url: replacement,
  },
  ':?': {
    summary:
      'The value of the variable; when it is unset or empty the build stops with this message; quote it when it has spaces.',
    form: '${variable:?message}',
    result: '`${version:?pass --build-arg version}` stops the build while `version` is unset or empty',
    example: 'ARG version=1.0\nENV APP_VERSION="${version:?pass --build-arg version}"',
    since: '1.6',
    url: replacement,
  },
  '?': {
    summary: 'The value of the variable; when it is unset the build stops with the word as its message.',
    form: '${variable?message}',
    result: '`${version?is missing}` stops the build while `version` is unset',
    example: 'ARG version=1.0\nENV APP_VERSION="${version?is missing}"',
    since: '1.6',
    url: replacement,
  },
  '#': {
    summary: 'The value without the shortest start that matches the pattern (`*` any text, `?` one character).',
    form: '${variable#pattern}',
    result: '`${v#*.}` of `v=a.b.c` is `b.c`',
    example: 'ARG tag=v1.2.3\nENV VERSION=${tag#v}',
    since: '1.7',
    url: replacement,
  },
  '##': {
    summary: 'The value without the longest start that matches the pattern.',
    form: '${variable##pattern}',
    result: '`${v##*.}` of `v=a.b.c` is `c`',
    example: 'ARG image=registry/team/app\nENV NAME=${image##*/}',
    since: '1.7',
    url: replacement,
  },
  '%': {
    summary: 'The value without the shortest end that matches the pattern.',
    form: '${variable%pattern}',
    result: '`${v%.*}` of `v=a.b.c` is `a.b`',
    example: 'ARG version=3.14.7\nENV LINE=${version%.*}',
    since: '1.7',
    url: replacement,
  },
  '%%': {
    summary: 'The value without the longest end that matches the pattern.',
    form: '${variable%%pattern}',
    result: '`${v%%.*}` of `v=a.b.c` is `a`',
    example: 'ARG version=3.14.7\nENV MAJOR=${version%%.*}',
    since: '1.7',
    url: replacement,
  },
  '/': {
    summary: 'The value with the first match of the pattern replaced.',
    form: '${variable/pattern/replacement}',
    result: '`${v/./-}` of `v=a.b.c` is `a-b.c`',
    example: 'ARG version=1.2.3\nENV SLUG=${version/./-}',
    since: '1.7',
    url: replacement,
  },
  '//': {
    summary: 'The value with every match of the pattern replaced.',
    form: '${variable//pattern/replacement}',
    result: '`${v//./-}` of `v=a.b.c` is `a-b-c`',
    example: 'ARG version=1.2.3\nENV SLUG=${version//./-}',
    since: '1.7',
    url: replacement,
  },
}
