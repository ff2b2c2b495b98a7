/** Commands that ask a server in its container whether it is well, by the tools that the image has. */

import { hasTool } from '../knowledge/image-tools.ts'
import type { Stage } from '../syntax/stages.ts'
import { startWords } from './container-start.ts'
import type { LintFile } from './lint-file.ts'

/** A probe in exec form. */
export type Probe = readonly string[]

/** Whether an image has a command: by what its file installs or copies, else by its base image's facts. */
export function stageHasTool(file: LintFile, stage: Stage, tool: string): boolean | undefined {
  let mayBring = false
  for (const instruction of file.facts.history(stage)) {
    if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
      if (instruction.words.some(({ text }) => text.slice(text.lastIndexOf('/') + 1) === tool)) return true
    } else if (instruction.keyword === 'RUN') {
      const commands = file.commands(instruction)
      // A package, a download or a link of that name; one that only has it in its name may bring it too.
      if (commands.some(({ words }) => words.some(({ value }) => isNamed(value, tool)))) return true
      const mentions = commands.some(({ words }) => words.some(({ text }) => text.includes(tool)))
      if (mentions || commands.length === 0) mayBring = true
    }
  }
  const facts = file.facts.image(stage)
  if (facts && tool === 'node' && Object.hasOwn(facts.env, 'NODE_VERSION')) return true
  if (facts && /^python3?$/.test(tool) && Object.hasOwn(facts.env, 'PYTHON_VERSION')) return true
  const known = facts ? hasTool(facts, tool) : file.facts.isScratch(stage) ? false : undefined
  return known === false && mayBring ? undefined : known
}

/** `curl`, `curl=8.1`, `/usr/local/bin/curl`. */
function isNamed(value: string | undefined, tool: string): boolean {
  return value !== undefined && value.slice(value.lastIndexOf('/') + 1).split(/[=@:]/)[0] === tool
}

/** The probe of an address by the first tool that is certain to be there; undefined when none is. */
export function httpProbe(file: LintFile, stage: Stage, url: string): Probe | undefined {
  return probes(url).find(([tool]) => stageHasTool(file, stage, tool) === true)
}

/** One a tool, the smallest first. */
function probes(url: string): readonly Probe[] {
  return [
    ['curl', '-f', url],
    ['wget', '-q', '--spider', url],
    ['node', '-e', `fetch('${url}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`],
    ...['python', 'python3'].map((python) => [python, '-c', `import urllib.request as r; r.urlopen('${url}')`]),
  ]
}

/** The words as a JSON array. */
export function execForm(probe: Probe): string {
  return `[${probe.map((word) => JSON.stringify(word)).join(', ')}]`
}

/** Ports behind which no plain HTTP is spoken. Source: IANA's registry and the servers' documentation. */
const otherPorts = new Set([
  21, 22, 23, 25, 53, 88, 110, 111, 123, 143, 161, 389, 443, 445, 465, 514, 587, 636, 873, 993, 995, 1194, 1433, 1521,
  1883, 2049, 2181, 3306, 3389, 4369, 5222, 5432, 5671, 5672, 5900, 6379, 8443, 8883, 9042, 9092, 11211, 20048, 25565,
  27017, 33060, 50051, 51820,
])

/** Opens a connection and closes it, by the first tool that is certain to be there; undefined when none is. */
export function connectionProbe(file: LintFile, stage: Stage, port: number): Probe | undefined {
  return connectionProbes(port).find(
    ([tool]) => stageHasTool(file, stage, tool) === true && (tool !== 'nc' || file.facts.image(stage)?.os === 'alpine'),
  )
}

/**
 * One a tool. Bash is built with network redirections by Debian, Fedora and their relatives. Not every `nc` has `-z`:
 * Alpine's BusyBox does.
 */
function connectionProbes(port: number): readonly Probe[] {
  const socket = `import socket; socket.create_connection(('127.0.0.1', ${port}), 5)`
  return [
    ['bash', '-c', `: < /dev/tcp/127.0.0.1/${port}`],
    ['nc', '-z', '127.0.0.1', String(port)],
    ...['python', 'python3'].map((python) => [python, '-c', socket]),
    ['php', '-r', `exit(@fsockopen('127.0.0.1', ${port}) ? 0 : 1);`],
    ['perl', '-MIO::Socket::INET', '-e', `exit !IO::Socket::INET->new('127.0.0.1:${port}')`],
  ]
}

/** The first TCP port that an image exposes and that may speak HTTP. */
export function httpPort(file: LintFile, stage: Stage): number | undefined {
  // PHP-FPM speaks FastCGI.
  if (startWords(file, stage).some((word) => word.slice(word.lastIndexOf('/') + 1).startsWith('php-fpm')))
    return undefined
  return tcpPorts(file, stage).find((port) => !otherPorts.has(port))
}

/** The TCP ports that an image exposes, as its file says, else as its base image's facts do. */
export function tcpPorts(file: LintFile, stage: Stage): readonly number[] {
  const own = file.facts
    .history(stage)
    .filter(({ keyword }) => keyword === 'EXPOSE')
    .flatMap((instruction) => instruction.words.map(({ text }) => file.scopes.expand(instruction, text).value))
  const ports =
    own.length > 0 ? own : (file.facts.image(stage)?.exposes ?? []).map(({ port, protocol }) => `${port}/${protocol}`)
  return ports.filter((text) => /^\d{1,5}(\/tcp)?$/i.test(text)).map((text) => Number.parseInt(text, 10))
}
