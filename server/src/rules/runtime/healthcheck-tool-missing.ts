/** `healthcheck-tool-missing`: probes that call what the image does not have. */

import type { ShellCommand } from '../../lint/command.ts'
import { replace } from '../../lint/edits.ts'
import { execForm, httpProbe, stageHasTool } from '../../lint/health-probe.ts'
import { casedLike, insertOnTop } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const healthcheckToolMissing: Rule = {
  id: 'healthcheck-tool-missing',
  family: 'runtime',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: 'The `HEALTHCHECK` calls a program that the image does not have',
    why: 'The probe fails whatever the server does, so that the container is never healthy. Slim images have neither `curl` nor `wget`; ask with what is there.',
    lesson: 'HEALTHCHECK (part 5)',
    bad: 'FROM node:24-alpine\nHEALTHCHECK CMD curl -f http://localhost:3000/ || exit 1\nCMD ["node", "server.js"]\n',
    good: 'FROM node:24-alpine\nHEALTHCHECK CMD wget -q --spider http://localhost:3000/ || exit 1\nCMD ["node", "server.js"]\n',
  },
  check(file, report) {
    for (const stage of file.stages) {
      const instruction = stage.instructions.findLast(({ keyword }) => keyword === 'HEALTHCHECK')
      if (!instruction || instruction.healthcheckType?.text.toUpperCase() === 'NONE') continue
      for (const command of file.commands(instruction)) {
        const word = command.nameWord
        if (!word || !tools.has(command.name) || stageHasTool(file, stage, command.name) !== false) continue
        report({
          range: word,
          message: `\`${stage.baseWord?.text ?? 'The image'}\` has no \`${command.name}\`, so the probe always fails; ask with what it has, or install it`,
          fixes: () => [
            ...withOther(file, stage, instruction, command),
            ...installed(file, stage, instruction, command),
          ],
        })
      }
    }
  },
}

/** Programs that probes call and of which images are known to have them or not. */
const tools = new Set(['curl', 'wget', 'nc', 'bash', 'python', 'python3', 'node', 'jq', 'ss', 'netstat', 'ps', 'pgrep'])

/** The same question asked by another tool, where the flags change nothing but how it is asked. */
function withOther(file: LintFile, stage: Stage, instruction: Instruction, command: ShellCommand): readonly Fix[] {
  if (command.name !== 'curl' && command.name !== 'wget') return []
  const [url, ...others] = command.operands
  if (url?.value === undefined || others.length > 0 || !/^https?:\/\/[\w.:/-]+$/.test(url.value)) return []
  if (command.flags.some(({ name }) => !harmless.test(name))) return []
  const probe = httpProbe(file, stage, url.value)
  if (!probe) return []
  const title = `Ask with \`${probe[0]}\``
  if (instruction.json)
    return [{ title, safety: 'unsafe', edits: [replace(instruction.body, `CMD ${execForm(probe)}`)] }]
  const words = probe.map((word) => (/^[\w.:/-]+$/.test(word) ? word : `"${word}"`)).join(' ')
  return [{ title, safety: 'unsafe', edits: [replace(command.callRange, words)] }]
}

/** Flags about output, errors and time. */
const harmless =
  /^(-[fsSqLk]+|--fail|--silent|--show-error|--location|--quiet|--spider|-o|-O|--output|--output-document|-m|--max-time|--connect-timeout|-T|--timeout|-t|--tries|--no-verbose|-nv|-O-|-qO-)$/

function installed(file: LintFile, stage: Stage, instruction: Instruction, command: ShellCommand): readonly Fix[] {
  const facts = file.facts.image(stage)
  if (!facts?.hasShell || !packages.has(command.name) || file.facts.user(stage, instruction).root !== true) return []
  const install = installCommand(facts.packageManagers[0], command.name)
  if (install === undefined || file.outer(instruction) !== instruction) return []
  return [
    {
      title: `Install \`${command.name}\``,
      safety: 'unsafe',
      edits: [insertOnTop(file, instruction, [`${casedLike(file, instruction, 'RUN')} ${install}`])],
      effect: { inserts: 1 },
    },
  ]
}

/** Tools that are packages of the same name everywhere. */
const packages = new Set(['curl', 'wget', 'bash', 'jq'])

function installCommand(manager: string | undefined, name: string): string | undefined {
  if (manager === 'apk') return `apk add --no-cache ${name}`
  if (manager === 'apt-get') {
    return `apt-get update && apt-get install -y --no-install-recommends ${name} && rm -rf /var/lib/apt/lists/*`
  }
  if (manager === 'dnf' || manager === 'microdnf' || manager === 'yum') {
    return `${manager} install -y ${name} && ${manager} clean all`
  }
  return undefined
}
