/** Refactorings on a real engine: the image is the same, but for the variable that is inlined and labels that are added. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refactoringsAt } from '../../server/src/ide/refactorings/index.ts'
import { applyEdits } from '../../server/src/lint/edits.ts'
import { LintFile } from '../../server/src/lint/lint-file.ts'
import { lines } from './fix-cases/case.ts'
import {
  type BuiltImage,
  buildFailure,
  buildImages,
  buildStandIns,
  type ImageToBuild,
  readImages,
  removeImages,
} from './images.ts'

interface Case {
  readonly text: string
  /** Where the cursor is: at the first of these words. */
  readonly at: string
  /** A part of the title. */
  readonly title: string
  /** Settings that differ. */
  readonly config?: readonly string[]
}

const cases: readonly Case[] = [
  {
    title: 'as a heredoc',
    at: 'touch',
    text: lines('FROM debian:13', 'RUN touch /a && \\', '    # b', '    touch /b | cat'),
  },
  {
    title: 'as a heredoc',
    at: 'set',
    text: lines('FROM alpine:3.22', 'RUN set -eux; if [ -e /a ]; then \\', ' touch /b; \\', ' fi; touch /c'),
  },
  {
    title: 'as a heredoc',
    at: 'cd /tmp',
    text: lines('FROM debian:13', 'RUN cd /srv 2>/dev/null; true', 'RUN cd /tmp && A=b && touch "$A"'),
  },
  {
    title: 'as a chain',
    at: '<<',
    text: lines('FROM debian:13', 'RUN <<EOF', 'set -e', 'touch /a', '# b', 'cd /tmp', 'touch b', 'EOF'),
  },
  {
    title: 'as a chain',
    at: '<<',
    text: lines('FROM alpine:3.22', 'RUN <<X', 'set -eu', 'A=b', 'echo "$A" \\', '  c > /d', 'X'),
  },
  { title: 'as a chain', at: '<<', text: lines('FROM debian:13', 'RUN <<"Y"', 'set -ex', 'echo "$PATH" > /path', 'Y') },
  {
    title: 'Sort',
    at: 'zip',
    text: lines('FROM debian:13', 'RUN apt-get update && apt-get install -y zip curl git && touch /a'),
  },
  {
    title: 'Sort',
    at: 'add',
    text: lines('FROM alpine:3.22', 'RUN apk add \\', '  zip \\', '  # why', '  bash && touch /a'),
  },
  {
    title: 'Sort',
    at: 'install',
    text: lines('FROM debian:13', 'RUN <<EOF', 'apt-get update', 'apt-get install -y zip curl', 'EOF'),
  },
  {
    title: 'Extract',
    at: 'COPY',
    text: lines('FROM debian:13', 'ARG A=b', 'RUN touch /$A', 'COPY a /a', 'RUN touch /$A$A'),
  },
  {
    title: 'Extract',
    at: 'USER',
    text: lines(
      'FROM debian:13 AS app',
      'SHELL ["/bin/bash", "-c"]',
      'WORKDIR /srv',
      'RUN touch a',
      'USER 1',
      'RUN touch /tmp/x',
      'CMD y',
    ),
  },
  {
    title: 'Extract',
    at: 'FROM x',
    text: lines('FROM debian:13 AS x', 'RUN touch /a', 'RUN touch /b', 'FROM x', 'RUN touch /c'),
  },
  {
    title: 'Inline',
    at: 'APP',
    config: ['Env'],
    text: lines('FROM debian:13', 'ENV APP=/srv/app', 'WORKDIR $APP', 'RUN touch "${APP}/a" $APP/b', 'COPY a $APP/'),
  },
  {
    title: 'Inline',
    at: 'B=',
    config: ['Env'],
    text: lines('FROM debian:13', 'ENV A=1 B=2', 'LABEL b=$B', 'RUN echo $B > /b'),
  },
  { title: 'Inline', at: 'X', config: ['Env'], text: lines('FROM debian:13', 'ENV X=y', 'ENV Z=$X', 'CMD echo $X') },
  { title: 'OCI', at: 'FROM', config: ['Labels'], text: lines('FROM debian:13', 'RUN touch /a', 'CMD ["a"]') },
  { title: 'OCI', at: 'LABEL', config: ['Labels'], text: lines('FROM debian:13', 'LABEL a=b', 'CMD ["a"]') },
  { title: 'OCI', at: 'from', config: ['Labels'], text: lines('from debian:13', 'user 1', 'entrypoint ["a"]') },
]

const files = { a: 'a\n' }
const pairs = cases.map((given, i) => {
  // The case of a whole stage has its cursor in the first one.
  const at = given.at === 'FROM x' ? given.text.indexOf('RUN touch /b') : given.text.indexOf(given.at)
  const input = { text: given.text, today: '2026-11-20' }
  const { fixes } = refactoringsAt(new LintFile(input), input, at)
  const fix = fixes.find(({ title }) => title.includes(given.title))
  const name = `refactoring-${i}`
  return {
    given,
    name,
    isOffered: fix !== undefined,
    before: { name: `${name}-before`, dockerfile: given.text, files } satisfies ImageToBuild,
    after: {
      name: `${name}-after`,
      dockerfile: (fix && applyEdits(given.text, fix.edits)) ?? given.text,
      files,
    } satisfies ImageToBuild,
  }
})
let images: ReadonlyMap<string, BuiltImage> = new Map()

beforeAll(() => {
  buildStandIns()
  const all = pairs.filter(({ isOffered }) => isOffered).flatMap(({ before, after }) => [before, after])
  const failed = buildImages(all)
  expect(failed).toBeUndefined()
  images = readImages(all.map(({ name }) => name))
}, 300_000)

afterAll(() => removeImages([...images.keys()]))

for (const { given, name, isOffered, before, after } of pairs) {
  test(`${name}: ${given.title}`, () => {
    expect(isOffered, 'it is offered').toBe(true)
    const [one, other] = [images.get(before.name), images.get(after.name)]
    if (!one || !other) expect.fail('an image is missing')
    const keys = [...new Set([...Object.keys(one.config), ...Object.keys(other.config)])]
    const changed = keys.filter((key) => JSON.stringify(one.config[key]) !== JSON.stringify(other.config[key]))
    expect(changed.sort()).toEqual(
      given.title === 'Inline' && given.text.includes('CMD') ? ['Cmd', 'Env'] : (given.config ?? []),
    )
    const sortedCalls = (image: BuiltImage): unknown =>
      [...image.files].map(([path, file]) => [
        path,
        path === 'calls' || path.startsWith('var/log') ? words(file.content) : file,
      ])
    expect(new Map(sortedCalls(other) as [string, unknown][])).toEqual(new Map(sortedCalls(one) as [string, unknown][]))
  })
}

/** Packages may be named in another order. */
function words(text: string): readonly string[] {
  return text.split(/\s+/).sort()
}

test('a step that fails stops the build in each form', async () => {
  for (const text of ['RUN false && touch /a', 'RUN <<EOF\nset -e\nfalse\ntouch /a\nEOF']) {
    const input = { text: `FROM debian:13\n${text}\n`, today: '2026-11-20' }
    const { fixes } = refactoringsAt(new LintFile(input), input, input.text.indexOf('RUN') + 1)
    const fix = fixes.find(({ title }) => title.startsWith('Write the commands'))
    const dockerfile = applyEdits(input.text, fix?.edits ?? []) ?? ''
    expect(dockerfile).not.toBe(input.text)
    expect(await buildFailure({ name: 'x', dockerfile, files: {} })).toMatch(/exit code: 1/)
    expect(await buildFailure({ name: 'x', dockerfile: input.text, files: {} })).toMatch(/exit code: 1/)
  }
})
