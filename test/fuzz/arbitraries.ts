/** Generated texts: Dockerfiles by their grammar, right and wrong, and the other kinds of text that the product reads. */
import fc from 'fast-check'

const name = fc.constantFrom('build', 'Base', 'a', 'final', '0', '1', 'stage-2', '${STAGE}', 'é', '😀', '')
const variable = fc.constantFrom('A', 'VERSION', 'PATH', 'b_1', 'é', '1', '', 'TARGETARCH', 'SECRET_TOKEN')
const value = fc.oneof(
  fc.constantFrom('x', '"a b"', "'$A'", '$A', '${A}', '${A:-x}', '${A:+"y"}', '${A#*/}', '${A/b/c}', '${', '\\$', '""'),
  fc.constantFrom('/usr/bin:$PATH', 'a\\ b', '"unclosed', '😀', '\ud83d', '\udc00', '`', '1.2.3', 'a=b', '=', '\u00a0'),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const image = fc
  .tuple(
    fc.constantFrom(
      'debian',
      'alpine',
      'node',
      'ghcr.io/a/b',
      'python',
      'scratch',
      'localhost:5000/x',
      '$BASE',
      'A/B',
      ':',
    ),
    fc.constantFrom(
      '',
      ':13',
      ':latest',
      ':3.22',
      '@sha256:0',
      ':',
      '@',
      ':$VERSION',
      ':😀',
      `@sha256:${'a'.repeat(64)}`,
    ),
  )
  .map((parts) => parts.join(''))
const path = fc.constantFrom(
  '.',
  './',
  '/app',
  'a b',
  '*.txt',
  '../x',
  '/',
  '..',
  'C:\\x\\',
  '"x y"',
  '😀.txt',
  '$A/b',
  'https://a.example/x.tgz',
)
const flag = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('--from', '--chown', '--platform', '--mount', '--chmod', '--link', '--network', '--x', '--'),
      value,
    )
    .map(([flagName, flagValue]) => `${flagName}=${flagValue}`),
  fc.constantFrom(
    '--mount=type=cache,target=/var/cache/apt,sharing=locked',
    '--mount=type=bind,from=build,source=/x,target=/y',
    '--mount=type=secret,id=token,required',
    '--mount=type=,',
    '--from=build',
    '--link',
    '--interval=30s',
    '--keep-git-dir',
    '--checksum=sha256:x',
  ),
)

const word = fc.oneof(
  fc.constantFrom(
    'apt-get',
    'install',
    '-y',
    'curl',
    'update',
    'rm',
    '-rf',
    '/var/lib/apt/lists/*',
    'apk',
    'add',
    '--no-cache',
  ),
  fc.constantFrom(
    'pip',
    'npm',
    'ci',
    'wget',
    'https://a.example/x',
    'tar',
    '-xzf',
    'x.tgz',
    'cd',
    'useradd',
    'app',
    'chown',
    '-R',
  ),
  fc.constantFrom(
    'sudo',
    'set',
    '-eux',
    'export',
    'A=b',
    '$A',
    '"$A"',
    '`id`',
    '$(id)',
    '>',
    '/dev/null',
    '2>&1',
    '\\\n ',
    '#x',
  ),
  value,
)
const operator = fc.constantFrom(' && ', ' || ', ' | ', '; ', ' & ', ' \\\n && ', ' && \\\n# note\n ', '\n', ' |& ', '')
const simple = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '))

/** Shell commands. */
export const shellText: fc.Arbitrary<string> = fc.letrec<{ script: string; command: string }>((tie) => ({
  command: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'shell' },
    simple,
    tie('script').map((text) => `( ${text} )`),
    tie('script').map((text) => `{ ${text}; }`),
    tie('script').map((text) => `if ${text}; then ${text}; else x; fi`),
    tie('script').map((text) => `for i in a b; do ${text}; done`),
    tie('script').map((text) => `while ${text}; do ${text}; done`),
    tie('script').map((text) => `case $x in a) ${text};; *) ;; esac`),
    tie('script').map((text) => `sh -c '${text}'`),
    tie('script').map((text) => `echo "$(${text})"`),
    tie('script').map((text) => `cat <<E\n${text}\nE\n`),
    tie('script').map((text) => `f() { ${text}; }`),
    tie('script').map((text) => `[[ ${text} ]]`),
  ),
  script: fc
    .array(fc.tuple(tie('command'), operator), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.flat().join('')),
})).script

const separator = fc.constantFrom(' ', ' ', ' ', '\t', '  ', ' \\\n', ' \\\r\n  ', ' \\\n# c\n', '')
const execForm = fc.oneof(
  fc.array(word, { maxLength: 4 }).map((words) => JSON.stringify(words)),
  fc.constantFrom(
    '[',
    '[]',
    '["a",]',
    "['a']",
    '["a" "b"]',
    '["\\u00e9", "\\x"]',
    '["a"] b',
    '[""]',
    '["sh", "-c", "a && b"]',
  ),
)
const flags = fc.array(flag, { maxLength: 2 }).map((all) => all.map((one) => `${one} `).join(''))
const instruction: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(flags, image, fc.option(name))
    .map(([given, base, stage]) => `FROM ${given}${base}${stage === null ? '' : ` AS ${stage}`}`),
  fc.tuple(flags, shellText).map(([given, script]) => `RUN ${given}${script}`),
  fc.tuple(flags, execForm).map(([given, json]) => `RUN ${given}${json}`),
  fc
    .tuple(
      fc.constantFrom('RUN', 'RUN bash', 'COPY', 'RUN python3'),
      fc.constantFrom('EOF', '"EOF"', '-EOF', "'E F'", ' EOF', ''),
      shellText,
    )
    .map(([keyword, marker, body]) => `${keyword} <<${marker}\n${body}\nEOF`),
  fc
    .tuple(fc.constantFrom('COPY', 'ADD'), flags, fc.array(path, { maxLength: 4 }))
    .map(([keyword, given, paths]) => `${keyword} ${given}${paths.join(' ')}`),
  fc
    .tuple(fc.constantFrom('ENV', 'ARG', 'LABEL'), variable, separator, value)
    .map(([keyword, key, between, text]) => `${keyword} ${key}${between}${text}`),
  fc
    .tuple(fc.constantFrom('ENV', 'ARG', 'LABEL'), fc.array(fc.tuple(variable, value), { maxLength: 4 }), separator)
    .map(([keyword, pairs, between]) => `${keyword} ${pairs.map(([key, text]) => `${key}=${text}`).join(between)}`),
  fc
    .tuple(fc.constantFrom('CMD', 'ENTRYPOINT', 'SHELL', 'VOLUME', 'HEALTHCHECK CMD'), fc.oneof(execForm, simple))
    .map((parts) => parts.join(' ')),
  fc
    .tuple(
      fc.constantFrom(
        'USER',
        'WORKDIR',
        'EXPOSE',
        'STOPSIGNAL',
        'MAINTAINER',
        'HEALTHCHECK',
        'ONBUILD',
        'NOPE',
        'EXPOSE 80/tcp',
      ),
      fc.oneof(value, path),
    )
    .map((parts) => parts.join(' ')),
)
const line = fc.oneof(
  { weight: 8, arbitrary: instruction },
  { weight: 1, arbitrary: instruction.map((text) => `ONBUILD ${text}`) },
  { weight: 1, arbitrary: instruction.map((text) => text.toLowerCase()) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '# note',
      '# syntax=docker/dockerfile:1',
      '# escape=`',
      '# check=skip=all;error=true',
      '# dockerfile-coach ignore=latest-tag because',
      '# dockerfile-coach ignore-file=all',
      '# hadolint ignore=DL3006,SC2086',
      '#',
      '\\',
      '  ',
      '\ufeff',
      'EOF',
    ),
  },
)

/** Whole Dockerfiles. */
export const dockerfile: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(line, { maxLength: 14 }),
    fc.constantFrom('\n', '\n', '\n', '\r\n'),
    fc.constantFrom('', '', '\ufeff', '# escape=`\n'),
  )
  .map(([lines, newline, head]) => head + lines.join(newline) + newline)

/** Lines of ignore files. */
export const ignoreText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '**/*.log',
        '!keep',
        'node_modules',
        '# note',
        '',
        '/a/b/',
        '../x',
        '[a-z]',
        '[',
        '[]',
        '[z-a]',
        '\\',
        'a\\*b',
      ),
      fc
        .array(
          fc.constantFrom('*', '**', '?', '/', 'a', '[a]', '[^a]', '!', '\\', '.', '..', ' ', '^', '😀', '\ud83d'),
          { maxLength: 12 },
        )
        .map((parts) => parts.join('')),
    ),
    { maxLength: 8 },
  )
  .map((lines) => lines.join('\n'))

/** Configuration files, of this project and of hadolint. */
export const configurationText: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        'rules:',
        '  latest-tag: error',
        '  latest-tag: {severity: off}',
        '  DL3006: warning',
        '  nope: 1',
        'ignore:',
        'ignored:',
        '  - DL3006',
        '  - [a]',
        'trustedRegistries:',
        '  - ghcr.io',
        'override:',
        '  error:',
        '    - DL3008',
        'failure-threshold: info',
        'extends: ./x.yaml',
        '&a *a',
        'a: &a [*a]',
        '? {}',
        '<<: *x',
        '- 1',
        '\t',
        '"',
        '---',
        '__proto__: {x: 1}',
        '  constructor: off',
        'label-schema: {author: text}',
      ),
      { maxLength: 12 },
    )
    .map((lines) => lines.join('\n')),
  fc.json(),
)

/** What builders print, as far as its shape goes; Compose and Bake files; reports of scanners. */
export const outputText: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '#1 [internal] load build definition from Dockerfile',
          '#1 DONE 0.0s',
          '#5 [build 2/8] RUN make',
          '#5 0.412 make: *** no rule',
          '#5 ERROR: process "/bin/sh -c make" did not complete successfully: exit code: 2',
          '#5 CACHED',
          '#99999999999999999999 x',
          ' > [build 2/8] RUN make:',
          'Dockerfile:3',
          '   3 | >>> RUN make',
          '--------------------',
          'ERROR: failed to solve: x',
          '[1/2] STEP 3/4: RUN make',
          'STEP 1/1: FROM x',
          '--> Using cache 0123',
          'COMMIT x',
          'Error: building at STEP "RUN make": exit status 1',
          '{"vertexes":[{"digest":"sha256:0","name":"[1/2] FROM x","started":"2026-01-01T00:00:00Z"}]}',
          '{"vertexes":[null]}',
          '{"logs":[{"vertex":"sha256:0","data":"eA=="},{"vertex":1,"data":2}]}',
          '{"warnings":[{"short":"eA==","range":[{"start":{"line":1}}]}]}',
          '{"warnings":[{"short":1,"range":{}}]}',
          '{"statuses":[{}],"vertexes":{}}',
          '{',
          '}',
          '\u001b[31mred\u001b[0m\rline',
          'services: {web: {build: .}}',
          '{"target":{"a":{"dockerfile":"Dockerfile"}}}',
          '{"Results":[{"Vulnerabilities":[{}]}]}',
        ),
        fc.string({ unit: 'binary', maxLength: 12 }),
      ),
      { maxLength: 12 },
    )
    .map((lines) => lines.join('\n')),
  fc.json(),
)

/** Arguments of the command line, one a line. */
export const argumentText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'check',
        'fix',
        'rules',
        'explain',
        'ast',
        'help',
        '--format',
        'json',
        '--format=sarif',
        '--rule',
        'latest-tag=off',
      ),
      fc.constantFrom(
        '--rule=x',
        '--today',
        '2026-11-20',
        '--today=2026-13-40',
        '--jobs',
        '0',
        '1',
        '-',
        '--',
        '--fail-on=never',
        '--nope',
      ),
      fc.constantFrom(
        '',
        '-h',
        '--config',
        '/nowhere',
        '--unsafe',
        '--diff',
        '--check',
        'latest-tag',
        '=',
        '--=',
        '-y',
        '--no-context=x',
        'constructor',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }).map((text) => text.replaceAll(/[\0\n]/g, '')),
    ),
    { maxLength: 6 },
  )
  .map((all) => all.join('\n'))
