/** `secret-in-arg-or-env`: build arguments and variables whose names promise a secret. */

import { isBuildKitSecretName, isSecretName } from '../../knowledge/secrets.ts'
import { insert, remove } from '../../lint/edits.ts'
import { removeLines } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Edit, Finding, Fix, Rule } from '../../lint/rule.ts'
import { mentionedNames } from '../../lint/variable-mentions.ts'
import { argPairs } from '../../syntax/stages.ts'
import type { Instruction, KeyValue } from '../../syntax/tree.ts'

export const secretInArgOrEnv: Rule = {
  id: 'secret-in-arg-or-env',
  family: 'users',
  aliases: ['SecretsUsedInArgOrEnv', 'DL3064'],
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'A secret in `ARG` or `ENV` can be read by whoever has the image',
    why: 'Variables are part of the image, and build arguments are in its history; `docker history` and `docker inspect` show both. A secret mount exists only while its `RUN` runs, and leaves nothing behind.',
    lesson: "Don't include secrets (part 5), build secrets (part 3)",
    bad: 'FROM node:24-slim\nARG NPM_TOKEN\nRUN npm config set //registry.example.com/:_authToken=$NPM_TOKEN && npm ci\n',
    good: 'FROM node:24-slim\nRUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN npm config set //registry.example.com/:_authToken=$NPM_TOKEN && npm ci\n',
    exception: 'A variable that is only called like a secret: the name of one, a path to one, a public key.',
  },
  check(file, report) {
    for (const instruction of file.instructions('ARG', 'ENV')) {
      const pairs = instruction.keyword === 'ARG' ? argPairs(instruction) : instruction.pairs
      for (const pair of pairs) {
        const finding = judge(file, instruction, pair)
        if (finding) report(finding)
      }
    }
  },
}

function judge(file: LintFile, instruction: Instruction, pair: KeyValue): Finding | undefined {
  const known = isBuildKitSecretName(pair.name)
  const isArg = instruction.keyword === 'ARG'
  const holdsSecret = isSecretName(pair.name, valueOf(file, instruction, pair)) && !isDictionaryKey(pair)
  if (!known && !holdsSecret) return undefined
  const name = `\`${instruction.keyword} ${pair.name}\``
  const message = isArg
    ? `${name} leaves the secret in the image's history; mount it with \`RUN --mount=type=secret\``
    : `${name} can be read in the image; give the secret to the container when it starts`
  // BuildKit names the line that the instruction begins on.
  const isBelow = file.line(pair.nameRange.start) !== instruction.line
  return {
    range: isBelow ? instruction.keywordRange : pair.nameRange,
    ...(isBelow ? { related: [{ range: pair.nameRange, message: `\`${pair.name}\` is here` }] } : {}),
    message: holdsSecret ? message : `${name} is called like a secret; do not put one here`,
    ...(holdsSecret ? {} : { severity: 'hint' as const }),
    aliases: known && isChecked(file, instruction) ? ['SecretsUsedInArgOrEnv', 'DL3064'] : ['DL3064'],
    fixes: () => (isArg && holdsSecret ? mountFixes(file, instruction, pair) : []),
  }
}

/**
 * The value after variables are put in; undefined where it comes from outside: an argument without a default has it on
 * the command line, and a variable that repeats an argument keeps what was given there.
 */
function valueOf(file: LintFile, instruction: Instruction, { value, assigned }: KeyValue): string | undefined {
  if (instruction.keyword === 'ARG' && (!assigned || /^["']*$/.test(value))) return undefined
  if (!value.includes('$')) return value
  const expansion = file.scopes.expand(instruction, value)
  if (expansion.references.some(({ name }) => file.scopes.lookup(instruction, name)?.kind === 'arg')) return undefined
  return expansion.error === undefined ? expansion.value : value
}

/** `Filters__0__Key=ProcessId`: .NET spells dictionaries that way. */
function isDictionaryKey({ name, value }: KeyValue): boolean {
  return name.endsWith('__Key') && /^["']?[A-Za-z]*["']?$/.test(value)
}

/** BuildKit looks at the instructions of stages, not at arguments above them or behind ONBUILD. */
function isChecked(file: LintFile, instruction: Instruction): boolean {
  return file.stageOf(instruction) !== undefined && file.outer(instruction) === instruction
}

/** A secret mount at each RUN that uses the argument, when nothing else does. */
function mountFixes(file: LintFile, arg: Instruction, { name, assigned, start, end }: KeyValue): readonly Fix[] {
  const stage = file.stageOf(arg)
  if (!stage || file.outer(arg) !== arg || file.facts.isWindows(stage)) return []
  const users = stage.instructions.filter((other) => other !== arg && mentionedNames(file, other).has(name))
  const isDeclaredTwice = stage.instructions.some((other) => {
    if (other === arg || (other.keyword !== 'ARG' && other.keyword !== 'ENV')) return false
    const pairs = other.keyword === 'ARG' ? argPairs(other) : other.pairs
    return pairs.some((pair) => pair.name === name)
  })
  if (isDeclaredTwice || users.length === 0 || mentionedNames(file, arg).has(name)) return []
  const edits: Edit[] = []
  for (const run of users) {
    const edit = mountAt(file, run, name)
    if (!edit || run.index < arg.index) return []
    edits.push(...edit)
  }
  const removed = arg.words.length === 1
  const gone = removed ? removeLines(file, arg) : wordAway(file, arg, start, end)
  if (!gone) return []
  const lost = assigned ? ', without the default' : ''
  return [
    {
      title: `Mount \`${name}\` as a secret${lost}; build with \`--secret id=${name}\``,
      safety: 'unsafe',
      edits: [gone, ...edits],
      effect: { rewrites: removed ? users : [arg, ...users], removes: removed ? [arg] : [] },
    },
  ]
}

/** The mount; older frontends cannot put a secret into a variable, so that the command reads the file. */
function mountAt(file: LintFile, run: Instruction, name: string): readonly Edit[] | undefined {
  if (run.keyword !== 'RUN') return undefined
  const mount = ` --mount=type=secret,id=${name}`
  if (takesVariables(file)) return [insert(run.keywordRange.end, `${mount},env=${name}`)]
  if (run.json || run.heredocs.length > 0 || !file.shell(run).posix) return undefined
  return [
    insert(run.keywordRange.end, mount),
    insert(run.body.start, `export ${name}="$(cat /run/secrets/${name})" && `),
  ]
}

/** `env=` came with version 1.10 of the Dockerfile frontend. */
function takesVariables(file: LintFile): boolean {
  const syntax = file.tree.directives.find(({ name }) => name === 'syntax')?.value
  const [, major, minor] = /:(\d+)(?:\.(\d+))?/.exec(syntax ?? '') ?? []
  return minor === undefined || Number(major) > 1 || Number(minor) >= 10
}

function wordAway(file: LintFile, arg: Instruction, start: number, end: number): Edit | undefined {
  const index = arg.words.findIndex((word) => word.start === start)
  const next = arg.words[index + 1]
  const range = next ? { start, end: next.start } : { start: arg.words[index - 1].end, end }
  return file.tree.comments.some((comment) => comment.start >= range.start && comment.start < range.end)
    ? undefined
    : remove(range)
}
