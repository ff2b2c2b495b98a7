/** `ungraceful-stop-signal`: a STOPSIGNAL that ends the server in the middle of its work. */

import { cannotBeHandled, signalName } from '../../knowledge/signals.ts'
import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'
import type { Stage } from '../../syntax/stages.ts'

export const ungracefulStopSignal: Rule = {
  id: 'ungraceful-stop-signal',
  family: 'runtime',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: '`STOPSIGNAL` with a signal that does not end the server in order',
    why: '`KILL` and `STOP` cannot be handled: requests break off, files stay half written. Some servers take another signal than `SIGTERM` for an orderly end; their image has it set already.',
    bad: 'FROM nginx:1.29\nSTOPSIGNAL SIGKILL\n',
    good: 'FROM nginx:1.29\nSTOPSIGNAL SIGQUIT\n',
  },
  check(file, report) {
    for (const stage of file.stages) {
      const instruction = stage.instructions.findLast(({ keyword }) => keyword === 'STOPSIGNAL')
      const word = instruction?.words[0]
      if (!word || word.text.includes('$')) continue
      const wanted = serverSignal(file, stage)
      const given = signalName(word.text)
      const isHard = cannotBeHandled(word.text)
      if (!isHard && !(wanted !== undefined && given === 'SIGTERM' && wanted !== given)) continue
      const better = wanted ?? 'SIGTERM'
      const base = stage.baseWord?.text
      report({
        range: word,
        message: isHard
          ? `No program can handle \`${word.text}\`, so nothing ends in order; use \`${better}\``
          : `\`${base}\` ends in order on \`${better}\`, not on \`${word.text}\`; use that, or leave \`STOPSIGNAL\` out`,
        fixes: [{ title: `Use \`${better}\``, safety: 'unsafe', edits: [replace(word, better)] }],
      })
    }
  },
}

/** The signal of the base image's server, when the stage starts nothing else. */
function serverSignal(file: LintFile, stage: Stage): string | undefined {
  if (file.facts.last(stage, 'ENTRYPOINT')) return undefined
  const command = file.facts.last(stage, 'CMD')
  const program = command && file.commands(command)[0]?.name
  if (program !== undefined && !servers.has(program)) return undefined
  return file.facts.image(stage)?.stopSignal
}

/** What the images start that have a signal of their own. */
const servers = new Set(
  'nginx nginx-debug httpd httpd-foreground apache2-foreground php-fpm postgres haproxy'.split(' '),
)
