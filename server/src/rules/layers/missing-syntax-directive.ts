/** `missing-syntax-directive`: newer syntax without the line that makes every builder understand it. */

import { insert } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'
import type { Instruction, Range } from '../../syntax/tree.ts'

export const missingSyntaxDirective: Rule = {
  id: 'missing-syntax-directive',
  family: 'layers',
  severity: 'info',
  fixable: 'safe',
  docs: {
    summary: 'Newer syntax is used without a `# syntax=` line',
    why: 'Each builder brings a frontend of its own age. With `# syntax=docker/dockerfile:1` it fetches the current one first, so that newer flags and heredocs work everywhere.',
    lesson: 'Advanced syntax with BuildKit (part 3)',
    bad: 'FROM alpine:3.22\nCOPY --link app /srv/app\n',
    good: '# syntax=docker/dockerfile:1\nFROM alpine:3.22\nCOPY --link app /srv/app\n',
    exception: 'A builder without network cannot fetch a frontend; there, its own has to do.',
  },
  check(file, report) {
    if (file.tree.directives.some((directive) => directive.name === 'syntax')) return
    const use = firstUse(file)
    if (!use) return
    const at = file.text.startsWith('\ufeff') ? 1 : 0
    report({
      range: use.range,
      message: `\`${use.what}\` needs a frontend of version ${use.since} or later; add \`# syntax=docker/dockerfile:1\``,
      fixes: [
        {
          title: 'Add `# syntax=docker/dockerfile:1`',
          safety: 'safe',
          edits: [insert(at, `# syntax=docker/dockerfile:1${file.newline}`)],
          effect: {},
        },
      ],
    })
  },
}

interface Use {
  readonly range: Range
  readonly what: string
  readonly since: string
}

/** Versions of the frontend from its release notes. */
const flags: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  COPY: { link: '1.4', parents: '1.20', exclude: '1.19' },
  ADD: { link: '1.4', checksum: '1.6', exclude: '1.19', unpack: '1.17', 'keep-git-dir': '1.6' },
  RUN: { device: '1.27', security: '1.20' },
  HEALTHCHECK: { 'start-interval': '1.6' },
}

function firstUse(file: LintFile): Use | undefined {
  for (const instruction of file.instructions()) {
    const use = useOf(instruction)
    if (use) return use
  }
  return undefined
}

function useOf(instruction: Instruction): Use | undefined {
  const [heredoc] = instruction.heredocs
  if (heredoc) return { range: heredoc.marker, what: '<<', since: '1.4' }
  const table = flags[instruction.keyword]
  const flag = table && instruction.flags.find(({ name }) => Object.hasOwn(table, name))
  return flag && { range: flag, what: `--${flag.name}`, since: table[flag.name] }
}
