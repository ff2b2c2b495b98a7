/** `invalid-flag-value`: a flag with a value that the build refuses. */

import { flagKind, networkModes, securityModes } from '../../knowledge/instruction-flags.ts'
import { replace } from '../../lint/edits.ts'
import { nearest } from '../../lint/nearest.ts'
import { parsedFlags } from '../../lint/parsed-flags.ts'
import type { Finding, Rule } from '../../lint/rule.ts'
import type { Flag, Instruction } from '../../syntax/tree.ts'

export const invalidFlagValue: Rule = {
  id: 'invalid-flag-value',
  family: 'syntax',
  severity: 'error',
  fixable: 'unsafe',
  docs: {
    summary: 'A flag has a value that it does not take',
    why: 'The build stops: modes, platforms, network modes and checksums have a fixed form, and `COPY --from` takes no variables.',
    bad: 'FROM alpine:3.22\nRUN --network=none apk info\nRUN --network=hots wget -O /dev/null http://localhost\n',
    good: 'FROM alpine:3.22\nRUN --network=none apk info\nRUN --network=host wget -O /dev/null http://localhost\n',
  },
  check(file, report) {
    for (const { instruction, flag } of parsedFlags(file)) {
      const { value, valueRange } = flag
      if (value === undefined || !valueRange) continue
      const problem = problemOf(instruction, flag, value)
      if (problem === undefined) continue
      const { what, options } = problem
      const suggestion = options && nearest(value, options)
      const advice = suggestion === undefined ? problem.advice : `did you mean \`${suggestion}\`?`
      const finding: Finding = { range: value === '' ? flag : valueRange, message: `${what}; ${advice}` }
      if (suggestion === undefined || value === '') report(finding)
      else {
        const fix = {
          title: `Write \`${suggestion}\``,
          safety: 'unsafe' as const,
          edits: [replace(valueRange, suggestion)],
        }
        report({ ...finding, fixes: [fix] })
      }
    }
  },
}

interface Problem {
  readonly what: string
  readonly advice: string
  /** The values that exist, where there is a list. */
  readonly options?: readonly string[]
}

function problemOf(instruction: Instruction, flag: Flag, value: string): Problem | undefined {
  const { keyword } = instruction
  const kind = flagKind(keyword, flag.name)
  if (kind === undefined) return undefined
  if (kind === 'boolean') return booleanProblem(flag.name, value)
  switch (flag.name) {
    case 'network':
      return listProblem(value, networkModes, 'network mode')
    case 'security':
      return listProblem(value, securityModes, 'security mode')
    case 'from':
      return keyword === 'COPY' ? fromProblem(value) : undefined
  }
  if (value === '' || value.includes('$')) return undefined
  switch (flag.name) {
    case 'platform':
      return platformProblem(value)
    case 'chmod':
      return chmodProblem(value)
    case 'checksum':
      return checksumProblem(instruction, value)
  }
  return undefined
}

function booleanProblem(name: string, value: string): Problem | undefined {
  if (value === '' || /^(true|false)$/i.test(value)) return undefined
  return { what: `\`${value}\` is neither true nor false`, advice: `write \`--${name}\` or \`--${name}=false\`` }
}

function listProblem(value: string, options: readonly string[], what: string): Problem | undefined {
  if (options.includes(value)) return undefined
  const list = options.map((option) => `\`${option}\``).join(', ')
  return { what: `\`${value}\` is no ${what}`, advice: `it is one of ${list}`, options }
}

/** A dollar that would be expanded: BuildKit wants the value to stay as it is. */
function fromProblem(value: string): Problem | undefined {
  if (!/\$[\w{]/.test(value)) return undefined
  return {
    what: `\`--from\` takes no variables, and \`${value}\` has one`,
    advice: 'name a stage here, and build that stage `FROM` the variable',
  }
}

const systems = new Set(
  'aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos'.split(
    ' ',
  ),
)
const architectures = new Set(
  '386 amd64 amd64p32 arm arm64 armbe arm64be aarch64 armhf armel i386 loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm x86_64 x86-64'.split(
    ' ',
  ),
)

/** `os[/arch[/variant]]`; a single word must be a system or an architecture that is known. */
function platformProblem(value: string): Problem | undefined {
  const parts = value.split('/')
  const what = `\`${value}\` is no platform`
  const advice = 'write it as in `linux/amd64` or `linux/arm/v7`'
  if (parts.length > 3 || parts.some((part) => !/^[A-Za-z0-9_.-]+$/.test(part.replace(/\([^()]*\)$/, '')))) {
    return { what, advice }
  }
  const word = parts[0].toLowerCase().replace(/\([^()]*\)$/, '')
  if (parts.length === 1 && !systems.has(word) && !architectures.has(word)) return { what, advice }
  return undefined
}

/** Octal up to 7777, or symbolic: `u=rwX,go-w`. */
function chmodProblem(value: string): Problem | undefined {
  if (/^[0-9]/.test(value)) {
    if (/^0*[0-7]{1,4}$/.test(value)) return undefined
    return { what: `\`${value}\` is no file mode`, advice: 'write up to four octal digits, as in `755`' }
  }
  const clause = /^[ugoa]*(?:[-+=](?:[rwxXst]*|[ugo]))+$/
  if (value.split(',').every((part) => clause.test(part))) return undefined
  return { what: `\`${value}\` is no file mode`, advice: 'write it as in `755` or `u=rwX,go=rX`' }
}

const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 }

function checksumProblem({ words }: Instruction, value: string): Problem | undefined {
  const [, algorithm, digits] = /^([a-z0-9]+(?:[.+_-][a-z0-9]+)*):([0-9a-zA-Z=_-]+)$/.exec(value) ?? []
  // A checksum of a Git source is a commit.
  if (/^[0-9a-f]{7,64}$/.test(value)) return undefined
  const what = `\`${value.length > 24 ? `${value.slice(0, 24)}…` : value}\` is no checksum`
  if (algorithm === undefined || digits === undefined)
    return { what, advice: 'write `sha256:` and 64 hexadecimal digits' }
  const length = Object.hasOwn(digestLengths, algorithm) ? digestLengths[algorithm] : undefined
  if (length === undefined) return { what, advice: 'the algorithm is one of `sha256`, `sha384`, `sha512`' }
  if (digits.length !== length || !/^[0-9a-f]*$/.test(digits)) {
    return { what, advice: `\`${algorithm}:\` is followed by ${length} hexadecimal digits in lower case` }
  }
  const sources = words.slice(0, -1).map((word) => word.text)
  const isLocal = (source: string): boolean => !/^["']?(?:https?:\/\/|git@|git:\/\/|ssh:\/\/)|\$|<</.test(source)
  if (sources.length > 0 && sources.every(isLocal) && !sources.some((source) => /\.git(?:[#?]|$)/.test(source))) {
    return {
      what: '`--checksum` is for a URL or a Git repository',
      advice: `\`${sources[0]}\` comes from the build context`,
    }
  }
  return undefined
}
