/** `shell-form-command`: CMD, ENTRYPOINT and HEALTHCHECK that start a shell instead of the program. */

import { insert, replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Finding, Fix, Rule, Safety } from '../../lint/rule.ts'
import { fileOffset } from '../../syntax/joined-text.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Instruction } from '../../syntax/tree.ts'
import { type PlainWord, plainWords, programWord, shellScriptOf } from './command-form.ts'

export const shellFormCommand: Rule = {
  id: 'shell-form-command',
  family: 'runtime',
  aliases: ['JSONArgsRecommended', 'DL3025'],
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: '`CMD` or `ENTRYPOINT` in shell form starts a shell, not the program',
    why: 'The shell form runs `/bin/sh -c "…"`. The shell is then process 1, and many shells do not pass `SIGTERM` on: `docker stop` waits ten seconds and kills the program, which cannot finish its work. An image without a shell cannot start it at all.',
    lesson: 'CMD and ENTRYPOINT: exec form (part 3)',
    bad: 'FROM python:3.14-slim\nWORKDIR /app\nCOPY app.py .\nUSER 1000\nCMD python app.py\n',
    good: 'FROM python:3.14-slim\nWORKDIR /app\nCOPY app.py .\nUSER 1000\nCMD ["python", "app.py"]\n',
    exception:
      'A command that needs a shell (variables, `&&`, redirections) can name it: `["sh", "-c", "exec program $OPTIONS"]`. A `SHELL` instruction says that the shell is wanted.',
  },
  check(file, report) {
    for (const instruction of file.instructions('CMD', 'ENTRYPOINT', 'HEALTHCHECK')) {
      if (instruction.json || instruction.words.length === 0) continue
      const finding = instruction.keyword === 'HEALTHCHECK' ? probe(file, instruction) : command(file, instruction)
      if (finding) report(finding)
    }
  },
}

function command(file: LintFile, instruction: Instruction): Finding | undefined {
  const stage = file.stageOf(instruction)
  const shell = file.shell(instruction)
  const { keyword } = instruction
  const isWindows = stage !== undefined && file.facts.isWindows(stage)
  // There are no signals there; the form is still not what BuildKit asks for.
  if (isWindows && shell.instruction) return undefined
  const base = { range: instruction.keywordRange, ...namesAndSeverity(file, instruction) }
  if (looksLikeArray(instruction)) {
    return { ...base, message: `This array is no valid JSON, so \`${keyword}\` runs it in a shell; mend the array` }
  }
  if (isWindows) {
    const message = `\`${keyword}\` in shell form starts \`${shell.words[0]}\` before the program; write a JSON array`
    return { ...base, severity: 'hint', message }
  }
  const program = programWord(file, instruction)
  const named = program === undefined ? 'the program' : `\`${program}\``
  const message =
    base.severity === 'info' && !shell.instruction
      ? `\`${keyword}\` in shell form needs a shell to start ${named}; write a JSON array`
      : `\`${keyword}\` in shell form starts \`${shell.words[0]}\`, which may keep signals from ${named}; write a JSON array`
  return {
    ...base,
    message,
    fixes() {
      const fix = stage && shell.posix && fixOf(file, instruction, stage)
      return fix ? [fix] : []
    },
  }
}

/**
 * BuildKit stays silent where SHELL is set, and looks only at instructions that run now. `exec` already hands the
 * process over, so that only the form is left to mend.
 */
function namesAndSeverity(file: LintFile, instruction: Instruction): Pick<Finding, 'aliases' | 'severity'> {
  const own = ['DL3025']
  const behindOnbuild = file.outer(instruction) !== instruction
  if (file.shell(instruction).instruction) return { aliases: own, severity: 'info' }
  const names = behindOnbuild ? own : ['JSONArgsRecommended', ...own]
  const handsOver = file.commands(instruction).some(({ node }) => node.wrappers[0] === 'exec' && !node.context)
  return handsOver ? { aliases: names, severity: 'info' } : { aliases: names }
}

/** A probe has no signals to miss; only one that needs no shell at all is worth a word. */
function probe(file: LintFile, instruction: Instruction): Finding | undefined {
  const words = plainWords(file, instruction)
  const stage = file.stageOf(instruction)
  if (!words || !stage || file.facts.isWindows(stage) || file.shell(instruction).instruction) return undefined
  return {
    range: instruction.words[0],
    message: '`HEALTHCHECK CMD` starts a shell for a command that needs none; write a JSON array',
    severity: 'hint',
    aliases: ['DL3025'],
    fixes: [asArray(words, 'safe', 'Write it as a JSON array')],
  }
}

/** `['a']`, `["a"] # b`; `[ -f x ]` is a test of the shell. */
function looksLikeArray(instruction: Instruction): boolean {
  return /^\[\s*["'\]]/.test(instruction.words[0].text) && !/^\[\s+"?\$/.test(instruction.words[0].text)
}

function fixOf(file: LintFile, instruction: Instruction, stage: Stage): Fix | undefined {
  const words = plainWords(file, instruction)
  if (!words) return throughShell(file, instruction, stage)
  const caveat = changeBesides(file, instruction, stage, words)
  const title = 'Write it as a JSON array'
  return asArray(words, caveat === undefined ? 'safe' : 'unsafe', caveat === undefined ? title : `${title}; ${caveat}`)
}

/** `["program", "argument"]`, the blanks and line breaks between the words kept. */
function asArray(words: readonly PlainWord[], safety: Safety, title: string): Fix {
  const edits = words.map((word, i) => {
    const open = i === 0 ? '[' : ''
    const close = i === words.length - 1 ? ']' : ','
    return replace(word, `${open}${JSON.stringify(word.value)}${close}`)
  })
  return { title, safety, edits }
}

/** What else the exec form changes; undefined when nothing. */
function changeBesides(
  file: LintFile,
  instruction: Instruction,
  stage: Stage,
  words: readonly PlainWord[],
): string | undefined {
  if (instruction.keyword === 'ENTRYPOINT') {
    const commands = file.stages
      .filter((other) => other === stage || file.facts.lineage(other).includes(stage))
      .flatMap((other) => other.instructions)
    if (commands.some(({ keyword }) => keyword === 'CMD')) return '`CMD` is then passed to it'
  } else if (!entrypointPassesOn(file, stage)) return 'the entrypoint then gets its words instead of a shell call'
  if (!mayBeScript(file, stage, words[0].value)) return undefined
  return 'a script needs a `#!` line for that'
}

/** Entrypoints of official images that run any command they are given as it is. */
const passingImages = new Set(['node', 'php', 'eclipse-temurin', 'gradle', 'maven'])
const inits = new Set(['tini', 'dumb-init', 'catatonit', 'docker-init'])

/** Whether the entrypoint in force, if there is one, starts `CMD` whatever it is. */
function entrypointPassesOn(file: LintFile, stage: Stage): boolean {
  const own = file.facts.last(stage, 'ENTRYPOINT')
  if (own) {
    const words = own.words.map(({ text }) => text)
    if (words.length === 0) return true
    const program = words[0].slice(words[0].lastIndexOf('/') + 1)
    return own.json && inits.has(program) && words.slice(1).every((word) => word.startsWith('-'))
  }
  if (file.facts.isScratch(stage)) return true
  const facts = file.facts.image(stage)
  if (!facts || facts.confidence === 'low') return false
  return facts.entrypoint === undefined || passingImages.has(facts.repository)
}

/** The shell runs a script without a `#!` line, the kernel does not. Programs of the system are none. */
function mayBeScript(file: LintFile, stage: Stage, program: string): boolean {
  const name = program.slice(program.lastIndexOf('/') + 1)
  const known = file.context?.paths.find(
    ({ path, folder }) => !folder && path.slice(path.lastIndexOf('/') + 1) === name,
  )
  const text = known && file.context?.read(known.path)
  if (text !== undefined) return !text.startsWith('#!') && !text.startsWith('\u007fELF')
  if (/\.(sh|bash|py|pl|rb|js)$/.test(name)) return true
  if (/^\/(usr\/)?s?bin\//.test(program)) return false
  if (program.includes('/')) return true
  // A file of that name that comes from the build context may be a script on the PATH.
  return file.facts.history(stage).some(({ keyword, words, flags }) => {
    if (keyword !== 'COPY' && keyword !== 'ADD') return false
    return !flags.some((flag) => flag.name === 'from') && words.some(({ text }) => text.split('/').at(-1) === name)
  })
}

/** `["/bin/sh", "-c", "exec …"]`: the shell stays and hands its process over to the last command. */
function throughShell(file: LintFile, instruction: Instruction, stage: Stage): Fix | undefined {
  const facts = file.facts.image(stage)
  if (facts && !facts.hasShell) return undefined
  const script = shellScriptOf(file, instruction)
  if (!script) return undefined
  const { source, bodyStart, bodyEnd } = instruction
  const shell = file.shell(instruction)
  const edits = [insert(instruction.body.start, `[${shell.words.map((word) => `${JSON.stringify(word)}, `).join('')}"`)]
  if (script.execAt !== undefined) {
    const at = fileOffset(source, script.execAt)
    if (at === instruction.body.start) edits[0] = { ...edits[0], text: `${edits[0].text}exec ` }
    else edits.push(insert(at, 'exec '))
  }
  for (let i = bodyStart; i < bodyEnd; i++) {
    const character = source.text[i]
    if (character === '\t') edits.push(replace({ start: fileOffset(source, i), end: fileOffset(source, i) + 1 }, '\\t'))
    else if (character === '"' || character === '\\') edits.push(insert(fileOffset(source, i), '\\'))
    else if (character < ' ') return undefined
  }
  edits.push(insert(fileOffset(source, bodyEnd - 1) + 1, '"]'))
  const words = shell.words.map((word) => `"${word}"`).join(', ')
  const title =
    script.execAt === undefined ? `Name the shell: \`[${words}, "…"]\`` : `Hand over with \`[${words}, "exec …"]\``
  return { title, safety: 'unsafe', edits: edits.length > 400 ? [] : merged(edits) }
}

/** Edits that begin at one place become one. */
function merged(edits: readonly { start: number; end: number; text: string }[]): Fix['edits'] {
  const result: { start: number; end: number; text: string }[] = []
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    if (last && last.start === edit.start && last.end === last.start) {
      result[result.length - 1] = { start: edit.start, end: edit.end, text: last.text + edit.text }
    } else result.push(edit)
  }
  return result
}
