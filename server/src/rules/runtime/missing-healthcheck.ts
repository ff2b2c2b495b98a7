/** `missing-healthcheck`: servers of which Docker cannot tell whether they work. */

import { placeBeforeStart, startInstructions } from '../../lint/container-start.ts'
import { connectionProbe, execForm, httpPort, httpProbe, tcpPorts } from '../../lint/health-probe.ts'
import { casedLike, insertAbove, insertBehind } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'

export const missingHealthcheck: Rule = {
  id: 'missing-healthcheck',
  family: 'runtime',
  aliases: ['DL3057'],
  severity: 'hint',
  fixable: 'unsafe',
  docs: {
    summary: 'A server without a `HEALTHCHECK`',
    why: 'Without one, Docker calls a container healthy as long as its process lives, also when it answers nothing any more. Compose can wait for a healthy service, Swarm replaces a sick one.',
    lesson: 'HEALTHCHECK (parts 3 and 5)',
    bad: 'FROM node:24-alpine\nWORKDIR /app\nCOPY server.js .\nUSER node\nEXPOSE 3000\nCMD ["node", "server.js"]\n',
    good: 'FROM node:24-alpine\nWORKDIR /app\nCOPY server.js .\nUSER node\nEXPOSE 3000\nHEALTHCHECK CMD ["wget", "-q", "--spider", "http://127.0.0.1:3000/"]\nCMD ["node", "server.js"]\n',
    exception: 'Kubernetes has probes of its own and ignores this instruction.',
  },
  check(file, report) {
    const { finalStage } = file
    if (!finalStage || file.facts.isWindows(finalStage)) return
    const facts = file.facts.image(finalStage)
    if (facts?.hasHealthcheck || file.facts.last(finalStage, 'HEALTHCHECK')) return
    const exposed = file.facts.last(finalStage, 'EXPOSE')
    const isServer = facts?.isServer === true && facts.kind === 'server'
    const starts = startInstructions(file, finalStage).length > 0
    if (!(exposed && (starts || isServer)) && !isServer) return
    const range = exposed?.words[0] ?? finalStage.baseWord ?? finalStage.from.keywordRange
    report({
      range: { start: range.start, end: range.end },
      message: 'Nothing tells whether this server works; add a `HEALTHCHECK` that asks it',
      fixes: () => fixesOf(file, finalStage),
    })
  },
}

function fixesOf(file: LintFile, stage: Stage): readonly Fix[] {
  const probe = ownProbe(file, stage) ?? addressProbe(file, stage) ?? portProbe(file, stage)
  if (!probe) return []
  const place = placeBeforeStart(stage)
  const neighbour = 'above' in place ? place.above : place.behind
  const lines = [`${casedLike(file, neighbour, 'HEALTHCHECK')} CMD ${probe.command}`]
  const edit = 'above' in place ? insertAbove(file, neighbour, lines) : insertBehind(file, neighbour, lines)
  return edit ? [{ title: probe.title, safety: 'unsafe', edits: [edit], effect: { inserts: 1 } }] : []
}

interface TitledProbe {
  readonly command: string
  readonly title: string
}

/** The command that the image of a server has for it; those that need an explanation are left out. */
function ownProbe(file: LintFile, stage: Stage): TitledProbe | undefined {
  const facts = file.facts.image(stage)
  const command = facts?.isServer ? facts.healthProbe : undefined
  if (command === undefined || /[()]| \/ /.test(command)) return undefined
  return { command, title: `Ask it with \`${command}\`` }
}

function addressProbe(file: LintFile, stage: Stage): TitledProbe | undefined {
  const port = httpPort(file, stage)
  if (port === undefined) return undefined
  const url = `http://127.0.0.1:${port}/`
  const probe = httpProbe(file, stage, url)
  return probe && { command: execForm(probe), title: `Ask \`${url}\` with \`${probe[0]}\`; adapt the path` }
}

/** Where HTTP is not what is spoken, or nothing can ask it: whether the server takes connections at all. */
function portProbe(file: LintFile, stage: Stage): TitledProbe | undefined {
  const port = httpPort(file, stage) ?? tcpPorts(file, stage)[0]
  if (port === undefined) return undefined
  const probe = connectionProbe(file, stage, port)
  return probe && { command: execForm(probe), title: `See with \`${probe[0]}\` whether port ${port} takes connections` }
}
