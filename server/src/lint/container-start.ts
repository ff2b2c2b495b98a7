/** How the containers of a stage start: which program, whether it gives root up by itself, whether it cannot do without. */

import type { Stage } from '../syntax/stages.ts'
import type { Instruction } from '../syntax/tree.ts'
import type { LintFile } from './lint-file.ts'

/** Programs that go on as another user. */
const droppers = new Set([
  'gosu',
  'su-exec',
  'setpriv',
  'runuser',
  'su',
  'sudo',
  's6-setuidgid',
  's6-applyuidgid',
  's6-svscan',
  'setuidgid',
  'chpst',
  'runsvdir',
  'fixuid',
  'start-stop-daemon',
  'capsh',
])

/** Tools of the list above that nobody installs for anything else. */
const installedDroppers = ['gosu', 'su-exec', 's6-overlay', 's6-setuidgid', 'fixuid']

/** Programs that have to start as root: they serve several users, or open what only root may. */
const rootPrograms = new Set(
  [
    'apache2 apache2-foreground apache2ctl apachectl atd auditd avahi-daemon chronyd cron crond cupsd dnsmasq dockerd',
    'dovecot exim fcron haproxy httpd httpd-foreground in.tftpd init keepalived my_init named nfsd nginx ntpd openvpn',
    'postfix proftpd pure-ftpd rsyslogd rpcbind runit s6-svscan service smbd sshd supercronic supervisord systemd',
    'systemctl vsftpd xinetd containerd containerd-shim buildkitd kubelet',
  ].flatMap((line) => line.split(' ')),
)

/** ENTRYPOINT and CMD in force, inherited ones included; CMD of before an ENTRYPOINT does not count. */
export function startInstructions(file: LintFile, stage: Stage): readonly Instruction[] {
  const entrypoint = file.facts.last(stage, 'ENTRYPOINT')
  const command = file.facts.last(stage, 'CMD')
  const isReset =
    entrypoint && command && file.stageOf(entrypoint) !== file.stageOf(command) && command.index < entrypoint.index
  return [entrypoint, isReset ? undefined : command].filter((instruction) => instruction !== undefined)
}

/** The words that a container starts with; last parts of paths. */
export function startWords(file: LintFile, stage: Stage): readonly string[] {
  return startInstructions(file, stage).flatMap((instruction) => {
    if (instruction.json) return instruction.words.map(({ text }) => baseName(text))
    return file.commands(instruction).flatMap((command) => {
      const words = [command.nameWord, ...command.words].flatMap((word) => word?.value ?? [])
      return [...command.node.wrappers, ...words.map(baseName)]
    })
  })
}

/** Whether the container gives root up by itself: its entrypoint, or a script that has a tool for it. */
export function dropsRoot(file: LintFile, stage: Stage): boolean {
  const own = file.facts.last(stage, 'ENTRYPOINT')
  if (!own && file.facts.image(stage)?.entrypointDropsRoot) return true
  if (startWords(file, stage).some((word) => droppers.has(word))) return true
  // The init of s6-overlay.
  if (startInstructions(file, stage).some(({ json, words }) => json && words[0]?.text === '/init')) return true
  if (installsDropper(file, stage)) return true
  return scriptsOf(file, stage).some((text) => mentions(text, droppers))
}

/** The program of the start that has to be root; undefined when none is known. */
export function rootProgram(file: LintFile, stage: Stage): string | undefined {
  return startWords(file, stage).find((word) => rootPrograms.has(word))
}

function installsDropper(file: LintFile, stage: Stage): boolean {
  return file.facts.history(stage).some((instruction) => {
    if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') {
      const texts = [...instruction.words, ...instruction.flags.map(({ raw }) => ({ text: raw }))]
      return texts.some(({ text }) => installedDroppers.some((tool) => text.includes(tool)))
    }
    if (instruction.keyword !== 'RUN') return false
    // As a rule, a word stands in the text as it is; few texts have one.
    const { source, json, heredocs } = instruction
    const isPlain = !json && heredocs.length === 0
    if (isPlain && !installedDroppers.some((tool) => source.text.includes(tool))) return false
    return file.commands(instruction).some((command) => {
      return command.words.some(({ text }) => installedDroppers.some((tool) => text.includes(tool)))
    })
  })
}

/** The texts of scripts of the build context that the container starts. */
function scriptsOf(file: LintFile, stage: Stage): readonly string[] {
  const { context } = file
  if (!context) return []
  const names = new Set(startWords(file, stage))
  return context.paths
    .filter(({ path, folder }) => !folder && names.has(baseName(path)))
    .flatMap(({ path }) => context.read(path) ?? [])
}

function mentions(text: string, words: ReadonlySet<string>): boolean {
  return text.split(/[^A-Za-z0-9_.-]+/).some((word) => words.has(word))
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Instructions that the user matters to while the image is built. */
const steps = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR', 'USER'])

/** The last instruction of the stage itself that root may have to carry out; FROM when there is none. */
export function lastBuildStep(stage: Stage): Instruction {
  return stage.instructions.findLast(({ keyword }) => steps.has(keyword)) ?? stage.from
}

/**
 * Where lines go that are about the container, not the build: above the first CMD or ENTRYPOINT behind the last build step
 * (and above its comments), else behind the stage's last instruction. `above` is the instruction that follows.
 */
export function placeBeforeStart(stage: Stage): { readonly above: Instruction } | { readonly behind: Instruction } {
  const last = lastBuildStep(stage)
  const above = stage.instructions.find(({ keyword, index }) => {
    return index > last.index && (keyword === 'CMD' || keyword === 'ENTRYPOINT')
  })
  return above ? { above } : { behind: stage.instructions.at(-1) ?? stage.from }
}
