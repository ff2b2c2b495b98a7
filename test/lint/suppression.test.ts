/** Comments and directives that silence rules or switch them on. */
import { describe, expect, test } from 'vitest'
import { lint } from '../../server/src/lint/lint.ts'
import { rules } from '../../server/src/rules/index.ts'

const today = '2026-11-20'
const found = (text: string): readonly string[] => lint({ text, today }, rules).problems.map((problem) => problem.rule)
const unused = (text: string): readonly string[] =>
  lint({ text, today }, rules).unusedSuppressions.map(({ rule }) => rule.name)

const casing = 'FROM alpine:3.22 as base\n'

describe('comments', () => {
  test('above an instruction, by any name', () => {
    expect(found(casing)).toContain('from-as-casing')
    for (const name of ['from-as-casing', 'FromAsCasing']) {
      expect(found(`# dockerfile-coach ignore=${name} it is like that upstream\n${casing}`)).not.toContain(
        'from-as-casing',
      )
    }
    expect(found(`FROM alpine:3.22\n# hadolint ignore=DL4000, DL3020\nMAINTAINER Ada\n`)).not.toContain(
      'maintainer-deprecated',
    )
  })
  test('only that instruction', () => {
    const text = `# dockerfile-coach ignore=maintainer-deprecated\nFROM alpine:3.22\nMAINTAINER Ada\n`
    expect(found(text)).toContain('maintainer-deprecated')
    expect(unused(text)).toEqual(['maintainer-deprecated'])
  })
  test('for the whole file', () => {
    for (const comment of ['# dockerfile-coach ignore-file=maintainer-deprecated', '# hadolint global ignore=DL4000']) {
      expect(found(`${comment}\nFROM alpine:3.22\nMAINTAINER Ada\n`)).not.toContain('maintainer-deprecated')
    }
  })
  test('inside a continued instruction', () => {
    const text = `FROM debian:13\nRUN apt-get update && \\\n    # dockerfile-coach ignore=apt-install-without-yes\n    apt-get install curl\n`
    expect(found(text)).not.toContain('apt-install-without-yes')
  })
})

describe('the check directive', () => {
  test('skips checks', () => {
    expect(found(`# check=skip=FromAsCasing\n${casing}`)).not.toContain('from-as-casing')
    expect(found(`# check=skip=all\n${casing}`)).not.toContain('from-as-casing')
  })
  test('makes them errors', () => {
    const { problems } = lint({ text: `# check=error=true\n${casing}`, today }, rules)
    expect(problems.find((problem) => problem.rule === 'from-as-casing')?.severity).toBe('error')
  })
  test('switches on what is off by default', () => {
    const text = '# bar is something else\nARG foo=bar\nFROM scratch\n'
    expect(found(text)).not.toContain('invalid-definition-description')
    for (const value of ['InvalidDefinitionDescription', 'all']) {
      expect(found(`# check=experimental=${value}\n${text}`)).toContain('invalid-definition-description')
    }
  })
})
