/** `invalid-expose`: ports that EXPOSE refuses, or that have a host part without effect. */

import { remove } from '../../lint/edits.ts'
import type { Finding, Rule } from '../../lint/rule.ts'
import { hasTrailingComment } from '../../lint/trailing-comment.ts'
import { expandWord } from '../../syntax/expand.ts'
import type { Word } from '../../syntax/tree.ts'

export const invalidExpose: Rule = {
  id: 'invalid-expose',
  family: 'syntax',
  aliases: ['ExposeInvalidFormat', 'DL3011'],
  severity: 'error',
  fixable: 'safe',
  docs: {
    summary: 'EXPOSE has something that is no port',
    why: 'EXPOSE documents ports of the container, `80`, `53/udp` or `8000-8010`, up to 65535. The build stops at anything else. An address or a port of the host has no effect here: `docker run -p` publishes ports.',
    lesson: 'EXPOSE (part 3)',
    bad: 'FROM nginx:1.29\nEXPOSE 8080:80\n',
    good: 'FROM nginx:1.29\nEXPOSE 80\n',
  },
  check(file, report) {
    for (const instruction of file.tree.instructions) {
      if (instruction.keyword !== 'EXPOSE' || hasTrailingComment(file, instruction)) continue
      for (const word of instruction.words) {
        if (word.text.includes('$')) continue
        const { value, error } = expandWord(word.text, () => undefined, { escape: file.tree.escape })
        if (error !== undefined) continue
        const flaw = portFlaw(value)
        if (flaw) report(flawFinding(word, value, flaw))
      }
    }
  },
}

interface PortFlaw {
  readonly reason: string
  /** Length of the address or host port with its colon, when that is all that is wrong. */
  readonly host?: number
}

/** `[address:][host port:]port[/protocol]`. */
function portFlaw(value: string): PortFlaw | undefined {
  const slash = value.indexOf('/')
  const ports = slash < 0 ? value : value.slice(0, slash)
  const protocol = slash < 0 ? '' : value.slice(slash + 1)
  if (!/^(|tcp|udp|sctp)$/i.test(protocol)) return { reason: 'the protocol is one of `tcp`, `udp`, `sctp`' }
  const colon = ports.lastIndexOf(':')
  const port = ports.slice(colon + 1)
  const reason = rangeFlaw(port)
  if (reason !== undefined) return { reason }
  const host = colon < 0 ? '' : ports.slice(0, colon)
  if (host === '') return undefined
  const hostPort = host.slice(host.lastIndexOf(':') + 1)
  if (hostPort !== '' && rangeFlaw(hostPort) !== undefined) return { reason: `\`${hostPort}\` is no port of the host` }
  return { reason: '', host: colon + 1 }
}

/** What is wrong with a port or a range of ports. */
function rangeFlaw(text: string): string | undefined {
  if (text === '') return 'the port is missing'
  const [first, last = first, more] = text.split('-')
  if (more !== undefined || !/^\+?[0-9]+$/.test(first) || !/^\+?[0-9]+$/.test(last)) {
    return /^[0-9]+(,[0-9]+)+$/.test(text) ? 'ports are separated by blanks' : 'a port is a number'
  }
  if (Number(first) > 65535 || Number(last) > 65535) return 'ports go up to 65535'
  return Number(first) > Number(last) ? 'the range begins above its end' : undefined
}

function flawFinding(word: Word, value: string, { reason, host }: PortFlaw): Finding {
  if (host === undefined) {
    return { range: word, message: `\`${value}\` is no port: ${reason}`, aliases: ['DL3011'] }
  }
  const isVerbatim = word.end - word.start === value.length
  const range = { start: word.start, end: word.start + host }
  return {
    range: isVerbatim ? range : word,
    severity: 'warning',
    aliases: ['ExposeInvalidFormat'],
    message: `\`${value.slice(0, host)}\` has no effect in EXPOSE; name the port of the container alone, and publish it with \`docker run -p\``,
    fixes: isVerbatim
      ? [{ title: `Leave out \`${value.slice(0, host)}\``, safety: 'safe', edits: [remove(range)] }]
      : undefined,
  }
}
