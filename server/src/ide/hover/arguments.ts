/** Hovers on ports, signals, users, paths, label keys and the words of HEALTHCHECK. */

import { isPrivilegedPort, portPurpose } from '../../knowledge/ports.ts'
import { signalName } from '../../knowledge/signals.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Instruction, Range } from '../../syntax/tree.ts'
import { entry, signalDoc } from '../docs/index.ts'
import { labelDocs } from '../docs/labels.ts'
import type { Hover } from '../hover.ts'
import { code } from '../markdown.ts'
import { touches } from '../position.ts'
import { footer, paragraphs } from './text.ts'

export function argumentHover(file: LintFile, instruction: Instruction, offset: number): Hover | undefined {
  if (instruction.keyword === 'HEALTHCHECK') return healthcheckHover(instruction, offset)
  if (instruction.keyword === 'LABEL') return labelHover(instruction, offset)
  const word = instruction.words.find((each) => touches(each, offset))
  if (!word) return undefined
  const range: Range = { start: word.start, end: word.end }
  const text = argumentText(file, instruction, word.text)
  return text === undefined ? undefined : { range, markdown: text }
}

function argumentText(file: LintFile, instruction: Instruction, text: string): string | undefined {
  switch (instruction.keyword) {
    case 'EXPOSE':
      return portText(expanded(file, instruction, text))
    case 'STOPSIGNAL':
      return signalText(expanded(file, instruction, text))
    case 'USER':
      return userText(file, instruction, expanded(file, instruction, text))
    case 'WORKDIR':
      return workdirText(file, instruction, text)
    default:
      return undefined
  }
}

/** The text after variables; undefined where one of them has no value. */
function expanded(file: LintFile, instruction: Instruction, text: string): string | undefined {
  const { value, error, unset } = file.scopes.expand(instruction, text)
  return error === undefined && unset.length === 0 ? value : undefined
}

function portText(text: string | undefined): string | undefined {
  const match = text === undefined ? undefined : /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp|sctp))?$/i.exec(text)
  if (!match) return undefined
  const port = Number(match[1])
  if (port === 0 || port > 65535) return undefined
  const protocol = (match[3] ?? 'tcp').toLowerCase()
  const purpose = match[2] ? undefined : portPurpose(port)
  return paragraphs(
    `**${match[1]}${match[2] ? `–${match[2]}` : ''}/${protocol}**${purpose ? ` — ${purpose}` : ''}`,
    `EXPOSE only notes the port: \`docker run -p 8080:${port}\` publishes it, \`-P\` publishes all that are noted.`,
    isPrivilegedPort(port) &&
      'Below 1024: outside Docker’s defaults a user that is not root may not be let to listen on it.',
    footer('Every instruction explained (part 3)', undefined),
  )
}

function signalText(text: string | undefined): string | undefined {
  const name = text === undefined ? undefined : signalName(text)
  const doc = text === undefined ? undefined : (signalDoc(text) ?? (name && signalDoc(name)) ?? undefined)
  if (!doc || name === undefined) return undefined
  return paragraphs(
    `**${name}** (${doc.number}) — ${doc.summary}`,
    doc.graceful ? undefined : 'It is no way to ask a program to end.',
    '`docker stop` sends the stop signal, waits ten seconds, and then kills.',
  )
}

function userText(file: LintFile, instruction: Instruction, text: string | undefined): string | undefined {
  const stage = file.stageOf(instruction)
  if (text === undefined || !stage) return undefined
  const [name, group] = text.trim().split(':')
  const facts = file.facts.image(stage)
  const known = [facts?.defaultUser, ...(facts?.readyUsers ?? []), ...(facts?.systemUsers ?? [])].find(
    (user) => user && (user.name === name || (user.uid !== undefined && String(user.uid) === name)),
  )
  const isRoot = name === 'root' || /^0+$/.test(name)
  const ids = known && [
    known.name !== undefined && known.name !== name && `named ${code(known.name)}`,
    known.uid !== undefined && String(known.uid) !== name && `uid ${known.uid}`,
    known.gid !== undefined && `gid ${known.gid}`,
    known.home && `home ${code(known.home)}`,
  ]
  const details = ids?.filter(Boolean).join(', ')
  return paragraphs(
    `**User ${code(name)}**${group ? `, group ${code(group)}` : ''}${details ? ` — ${details}` : ''}`,
    known && !isRoot && `The base image ${code(file.facts.base(stage)?.text ?? '')} has this user.`,
    /^\d+$/.test(name) && !known && 'A number needs no entry in `/etc/passwd`; Kubernetes can check that it is not 0.',
    isRoot
      ? 'Root: whoever breaks out of the program may do everything in the container.'
      : 'It runs the instructions below and the container.',
    footer('Run as a non-root user (part 5)', undefined),
  )
}

function workdirText(file: LintFile, instruction: Instruction, text: string): string | undefined {
  const stage = file.stageOf(instruction)
  const next = stage?.instructions.find(({ index }) => index > instruction.index)
  const path = stage && (next ? file.facts.workdir(stage, next) : file.facts.workdir(stage))
  if (path === undefined) return undefined
  return paragraphs(
    `**${code(path)}**${text === path ? '' : ` — ${code(text)} from here`}`,
    'The builder creates it, as root, when it is not there.',
    footer('Working directory (part 2)', undefined),
  )
}

function labelHover(instruction: Instruction, offset: number): Hover | undefined {
  const pair = instruction.pairs.find(({ nameRange }) => touches(nameRange, offset))
  const name = pair?.name.replace(/^(["'])(.*)\1$/, '$2')
  const doc = name === undefined ? undefined : entry(labelDocs, name)
  if (!pair || !doc) return undefined
  const markdown = paragraphs(
    `**${name}** — ${doc.summary}`,
    `For example ${code(doc.sample)}.`,
    footer('LABEL for metadata (part 5)', undefined),
  )
  return { range: pair.nameRange, markdown }
}

function healthcheckHover(instruction: Instruction, offset: number): Hover | undefined {
  const type = instruction.healthcheckType
  if (!type || !touches(type, offset)) return undefined
  const texts: Readonly<Record<string, string>> = {
    CMD: '**CMD** — the command that checks, in exec form or shell form: status 0 is healthy, 1 is not, 2 is reserved.',
    NONE: '**NONE** — switches off the HEALTHCHECK of the base image.',
  }
  const text = entry(texts, type.text.toUpperCase())
  return text === undefined
    ? undefined
    : {
        range: { start: type.start, end: type.end },
        markdown: paragraphs(text, footer('HEALTHCHECK (part 5)', undefined)),
      }
}
