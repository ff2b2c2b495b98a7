/** The signals that STOPSIGNAL takes; read from BuildKit's behaviour on Linux. */

const names =
  'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ'

const plainNames: ReadonlySet<string> = new Set(names.split(' '))

/** All names, with the prefix `SIG` and without the real-time signals, in alphabetical order. */
export const signalNames: readonly string[] = names.split(' ').map((name) => `SIG${name}`)

/**
 * Whether BuildKit accepts the text for STOPSIGNAL: a name in any case, with or without `SIG`, a real-time signal, or
 * a number other than 0.
 */
export function isValidSignal(text: string): boolean {
  if (/^[+-]?\d{1,18}$/.test(text)) return Number(text) !== 0
  return isSignalName(text.toUpperCase().replace(/^SIG/, ''))
}

function isSignalName(name: string): boolean {
  if (plainNames.has(name)) return true
  const realTime = /^RT(?:MIN(?:\+(\d{1,2}))?|MAX(?:-(\d{1,2}))?)$/.exec(name)
  if (!realTime) return false
  const [, up, down] = realTime
  if ((up ?? down)?.startsWith('0')) return false
  return Number(up ?? 0) <= 15 && Number(down ?? 0) <= 14
}

/** Signals that a process cannot handle, so that it has no chance to end in order: KILL and STOP. */
export function cannotBeHandled(text: string): boolean {
  return /^(?:(?:SIG)?(?:KILL|STOP)|\+?0*(?:9|19))$/i.test(text)
}

/** The name of a signal in full: `term` and `15` are SIGTERM; undefined where the name is not known. */
export function signalName(text: string): string | undefined {
  const number = /^\+?\d+$/.test(text) ? numbers[Number(text)] : undefined
  const name = number ?? text.toUpperCase().replace(/^SIG/, '')
  return isSignalName(name) ? `SIG${name}` : undefined
}

/** Numbers on Linux for x86 and Arm. */
const numbers: Readonly<Record<number, string>> = {
  1: 'HUP',
  2: 'INT',
  3: 'QUIT',
  6: 'ABRT',
  9: 'KILL',
  10: 'USR1',
  12: 'USR2',
  15: 'TERM',
  19: 'STOP',
  28: 'WINCH',
  37: 'RTMIN+3',
}
