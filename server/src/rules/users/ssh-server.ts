/** `ssh-server`: containers that one logs in to. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'
import type { Range } from '../../syntax/tree.ts'

export const sshServer: Rule = {
  id: 'ssh-server',
  family: 'users',
  severity: 'info',
  docs: {
    summary: 'An SSH server in the container',
    why: 'It is a second program to run, to keep up to date and to give keys to, and a way in. `docker exec` opens a shell in a running container without it.',
    bad: 'FROM debian:13\nRUN apt-get update && apt-get install -y openssh-server\nEXPOSE 22\n',
    good: 'FROM debian:13\nRUN apt-get update && apt-get install -y nginx\nEXPOSE 80\n',
    exception: 'A jump host, a build agent or a test image whose purpose is SSH itself.',
  },
  check(file, report) {
    for (const stage of file.stages) {
      if (!file.facts.isShipped(stage)) continue
      const range = firstTrace(file, stage)
      if (range)
        report({ range, message: 'An SSH server in a container is a way in to guard; use `docker exec` instead' })
    }
  },
}

const installers: ReadonlySet<string> = new Set(['apt-get', 'apt', 'apk', 'yum', 'dnf', 'microdnf', 'zypper'])

/** One place is enough: the package, else the start, else the port. */
function firstTrace(file: LintFile, stage: Stage): Range | undefined {
  let port: Range | undefined
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'EXPOSE') port ??= instruction.words.find(({ text }) => /^22(\/tcp)?$/.test(text))
    if (instruction.keyword !== 'RUN') continue
    for (const command of file.commands(instruction)) {
      if (!installers.has(command.name)) continue
      const word = command.words.find(({ value }) => value === 'openssh-server' || value === 'dropbear')
      if (word && command.operands[0] !== word) return word
    }
  }
  for (const keyword of ['ENTRYPOINT', 'CMD']) {
    const start = stage.instructions.findLast((candidate) => candidate.keyword === keyword)
    const daemon = start && file.commands(start).find(({ name }) => name === 'sshd' || name === 'dropbear')
    if (daemon?.nameWord) return daemon.nameWord
  }
  return port
}
