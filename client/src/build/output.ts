/**
 * Reads a builder's progress while it is written: BuildKit's `plain` and `rawjson`, Podman's and Buildah's lines.
 * It may know neither clock nor process: the caller says when each piece came.
 */

/** A step of a build. Times are milliseconds since the epoch and seconds. */
export interface BuildStep {
  /** The builder's own name of the step: a digest (rawjson), a number (plain), or `stage/index` (Buildah). */
  readonly id: string
  name: string
  stage: string | undefined
  /** From 1, among the steps of the stage that the builder runs. */
  index: number | undefined
  total: number | undefined
  /** The name without its bracket; the instruction, for a step that has one. */
  text: string
  startedAt: number | undefined
  seconds: number | undefined
  cached: boolean
  canceled: boolean
  finished: boolean
  error: string | undefined
  /** The last lines that it printed. */
  readonly tail: string[]
}

export interface BuildWarning {
  /** BuildKit's name of the check, such as `StageNameCasing`. */
  readonly rule: string | undefined
  readonly message: string
  readonly url: string | undefined
  /** From 0. */
  readonly lines: { readonly start: number; readonly end: number } | undefined
}

export type BuildEvent =
  | { readonly type: 'started' | 'finished'; readonly step: BuildStep }
  | { readonly type: 'log'; readonly step: BuildStep; readonly line: string }
  | { readonly type: 'warning'; readonly warning: BuildWarning }
  /** Text outside any step: the builder's last words. */
  | { readonly type: 'line'; readonly line: string }

/** All that is kept of a build; it does not grow with the output. */
export interface BuildRecord {
  format: 'unknown' | 'plain' | 'rawjson' | 'buildah'
  readonly steps: BuildStep[]
  readonly warnings: BuildWarning[]
  /** The last lines outside any step. */
  readonly lines: string[]
}

export interface OutputReader {
  readonly record: BuildRecord
  /** Takes a piece of output, cut anywhere; gives what became known by it. */
  push(stream: OutputStream, piece: string, now: number): BuildEvent[]
  /** The builder has ended: gives what is left. */
  end(now: number): BuildEvent[]
}

export type OutputStream = 'stdout' | 'stderr'

const tailLength = 60
const linesLength = 400
const longestLine = 4000
/** Beyond these, output is not a builder's any more: what comes then is left out. */
const longestJson = 4_000_000
const mostSteps = 5_000
const mostWarnings = 500

export function createOutputReader(): OutputReader {
  const record: BuildRecord = { format: 'unknown', steps: [], warnings: [], lines: [] }
  const state: ReaderState = {
    record,
    byId: new Map(),
    json: undefined,
    jsonLength: 0,
    current: undefined,
    logs: new Map(),
    now: 0,
  }
  const pending: Record<OutputStream, string> = { stdout: '', stderr: '' }
  return {
    record,
    push(stream, piece, now) {
      state.now = now
      const events: BuildEvent[] = []
      const lines = piece.split('\n')
      // A line without an end is cut; rawjson has long ones.
      lines[0] = pending[stream] + lines[0].slice(0, Math.max(0, longestJson - pending[stream].length))
      pending[stream] = lines.pop()!
      for (const line of lines) readLine(state, line, events)
      return events
    },
    end(now) {
      state.now = now
      const events: BuildEvent[] = []
      for (const stream of ['stdout', 'stderr'] as const) {
        if (pending[stream]) readLine(state, pending[stream], events)
        pending[stream] = ''
      }
      // An object that was never completed: what follows its first line may be the builder's last words.
      for (const line of state.json ?? []) addLine(record, visibleText(line.slice(0, longestLine)), events)
      state.json = undefined
      for (const [id, log] of state.logs) {
        const step = state.byId.get(id)
        if (step && log.rest) addLog(step, log.rest, events)
      }
      if (record.format === 'buildah') finishBuildahStep(state, events)
      return events
    },
  }
}

/** Text without terminal control sequences; of a line that overwrites itself, what is seen in the end. */
export function visibleText(text: string): string {
  if (!/[\x00-\x08\x0b-\x1f\x7f]/.test(text)) return text
  const plain = text.replace(/\x1b\[[0-9;:?<=>]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-Z\\^_78=>]/g, '')
  const parts = plain.split('\r').filter((part) => part !== '')
  return (parts.at(-1) ?? '').replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '')
}

interface ReaderState {
  readonly record: BuildRecord
  readonly byId: Map<string, BuildStep>
  /** The lines of a JSON object that is not yet complete. */
  json: string[] | undefined
  jsonLength: number
  /** The step that unmarked lines belong to (Buildah). */
  current: BuildStep | undefined
  readonly logs: Map<string, { readonly decoder: TextDecoder; rest: string }>
  now: number
}

function readLine(state: ReaderState, raw: string, events: BuildEvent[]): void {
  const { record } = state
  const mayBeJson = record.format === 'rawjson' || record.format === 'unknown'
  if (!state.json && mayBeJson && raw.startsWith('{')) state.json = []
  if (state.json) {
    readJsonLine(state, state.json, raw, events)
    return
  }
  const line = visibleText(raw.length > longestLine * 4 ? raw.slice(0, longestLine * 4) : raw)
  if (record.format === 'unknown') record.format = formatOf(line)
  if (record.format === 'plain' && readPlainLine(state, line, events)) return
  if (record.format === 'buildah' && readBuildahLine(state, line, events)) return
  if (line === '' && record.format !== 'rawjson') return
  addLine(record, line, events)
}

function addLine(record: BuildRecord, line: string, events: BuildEvent[]): void {
  record.lines.push(line)
  if (record.lines.length > linesLength * 2) record.lines.splice(0, linesLength)
  events.push({ type: 'line', line })
}

function formatOf(line: string): BuildRecord['format'] {
  if (/^#\d+ /.test(line)) return 'plain'
  if (/^(?:\[[^\]]*\] )?STEP \d+/.test(line)) return 'buildah'
  return 'unknown'
}

// rawjson: one object a line, or (before buildx 0.14) one over several lines that ends with a `}` of its own.

function readJsonLine(state: ReaderState, lines: string[], line: string, events: BuildEvent[]): void {
  lines.push(line)
  state.jsonLength += line.length + 1
  const isTooLong = state.jsonLength > longestJson
  const complete = lines.length === 1 ? line.trimEnd().endsWith('}') : line.trimEnd() === '}'
  if (!complete && !isTooLong) return
  state.json = undefined
  state.jsonLength = 0
  const status = parseJson(lines.join('\n'))
  if (status) {
    state.record.format = 'rawjson'
    readStatus(state, status, events)
    return
  }
  for (const text of lines.slice(-linesLength)) addLine(state.record, visibleText(text.slice(0, longestLine)), events)
}

interface SolveStatus {
  vertexes?: Vertex[]
  logs?: { vertex: string; data?: string }[]
  warnings?: VertexWarning[]
}

interface Vertex {
  digest: string
  name?: string
  started?: string
  completed?: string
  cached?: boolean
  error?: string
}

/** A warning as BuildKit writes it in rawjson and in a metadata file: texts in base64, lines from 1. */
export interface VertexWarning {
  short?: string
  detail?: string[]
  url?: string
  range?: { start: { line: number }; end: { line: number } }[]
}

function parseJson(text: string): SolveStatus | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as SolveStatus) : undefined
  } catch {
    return undefined
  }
}

function readStatus(state: ReaderState, status: SolveStatus, events: BuildEvent[]): void {
  const changed = new Map<BuildStep, 'started' | 'finished'>()
  for (const vertex of list(status.vertexes)) {
    if (typeof vertex.digest !== 'string') continue
    const step = stepOf(state, vertex.digest, textOr(vertex.name, ''))
    if (!step) continue
    if (vertex.started) {
      if (step.startedAt === undefined) changed.set(step, 'started')
      step.startedAt = Date.parse(vertex.started)
    }
    if (vertex.cached) step.cached = true
    if (!vertex.completed) continue
    step.seconds = Math.max(0, Date.parse(vertex.completed) - (step.startedAt ?? Number.NaN)) / 1000
    if (vertex.error) setError(step, String(vertex.error))
    step.finished = true
    changed.set(step, 'finished')
  }
  for (const log of list(status.logs)) {
    const step = state.byId.get(log.vertex)
    if (step && changed.get(step) === 'started') flush(changed, step, events)
    if (step && typeof log.data === 'string') readLogData(state, step, log.data, events)
  }
  for (const warning of list(status.warnings)) addWarning(state.record, decodeWarning(warning), events)
  for (const [step, type] of changed) events.push({ type, step })
}

function flush(changed: Map<BuildStep, 'started' | 'finished'>, step: BuildStep, events: BuildEvent[]): void {
  changed.delete(step)
  events.push({ type: 'started', step })
}

/** Lists of objects; a builder that writes something else is not worth a failure. */
function list<T>(value: T[] | undefined): T[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : []
}

function setError(step: BuildStep, error: string): void {
  if (error.includes('context canceled')) step.canceled = true
  else step.error = error
}

function readLogData(state: ReaderState, step: BuildStep, data: string, events: BuildEvent[]): void {
  let log = state.logs.get(step.id)
  if (!log) {
    log = { decoder: new TextDecoder(), rest: '' }
    state.logs.set(step.id, log)
  }
  const lines = log.decoder.decode(bytesOf(data), { stream: true }).split('\n')
  lines[0] = log.rest + lines[0]
  log.rest = lines.pop()!.slice(0, longestLine * 4)
  for (const line of lines) addLog(step, line, events)
}

function bytesOf(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}

/** A warning of rawjson or of a metadata file, in readable form. */
export function decodeWarning(warning: VertexWarning): BuildWarning {
  const short = textOf(textOr(warning.short, ''))
  const named = /^([A-Za-z]+): ([\s\S]*)$/.exec(short)
  const range = Array.isArray(warning.range) ? warning.range[0] : undefined
  const [first, last] = [range?.start?.line, range?.end?.line]
  return {
    rule: named?.[1],
    message: (named?.[2] ?? short).replace(/ \(line \d+\)$/, ''),
    url: typeof warning.url === 'string' ? warning.url : undefined,
    lines:
      typeof first === 'number' && typeof last === 'number'
        ? { start: first - 1, end: last - 1 }
        : lineInParentheses(short),
  }
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback
}

function textOf(base64: string): string {
  return new TextDecoder().decode(bytesOf(base64))
}

function lineInParentheses(text: string): BuildWarning['lines'] {
  const line = / \(line (\d+)\)$/.exec(text)
  return line ? { start: Number(line[1]) - 1, end: Number(line[1]) - 1 } : undefined
}

function addWarning(record: BuildRecord, warning: BuildWarning, events: BuildEvent[]): void {
  const known = record.warnings.some(
    (other) => other.message === warning.message && other.lines?.start === warning.lines?.start,
  )
  if (known || record.warnings.length >= mostWarnings) return
  record.warnings.push(warning)
  events.push({ type: 'warning', warning })
}

// plain: every line of a step begins with its number.

function readPlainLine(state: ReaderState, line: string, events: BuildEvent[]): boolean {
  const match = /^#(\d+) ([\s\S]*)$/.exec(line)
  if (!match) return readPlainWarning(state, line, events)
  const [, id, text] = match
  if (id === '0') return true
  const step = state.byId.get(id)
  if (!step) {
    const created = stepOf(state, id, text)
    if (!created) return true
    created.startedAt = state.now
    events.push({ type: 'started', step: created })
    return true
  }
  if (text === step.name || text === '...') return true
  const log = /^\d+\.\d+ /.exec(text)
  if (log) addLog(step, text.slice(log[0].length), events)
  else if (/^\d+\.\d+$/.test(text)) addLog(step, '', events)
  else readPlainState(state, step, text, events)
  return true
}

function readPlainState(state: ReaderState, step: BuildStep, text: string, events: BuildEvent[]): void {
  if (text.startsWith('WARN: ')) addWarning(state.record, plainWarning(text.slice(6)), events)
  const done = /^DONE (\d+(?:\.\d+)?)s$/.exec(text)
  if (done) step.seconds = Number(done[1])
  else if (text === 'CACHED') step.cached = true
  else if (text === 'CANCELED') step.canceled = true
  else if (text.startsWith('ERROR: ')) setError(step, text.slice(7))
  else return
  step.seconds ??= Math.max(0, state.now - (step.startedAt ?? state.now)) / 1000
  step.finished = true
  events.push({ type: 'finished', step })
}

function readPlainWarning(state: ReaderState, line: string, events: BuildEvent[]): boolean {
  const match = /^ ?- ([A-Z][A-Za-z]+: .* \(line \d+\))$/.exec(line)
  if (match) addWarning(state.record, plainWarning(match[1]), events)
  return match !== null
}

function plainWarning(text: string): BuildWarning {
  const named = /^([A-Za-z]+): ([\s\S]*)$/.exec(text)
  return {
    rule: named?.[1],
    message: (named?.[2] ?? text).replace(/ \(line \d+\)$/, ''),
    url: undefined,
    lines: lineInParentheses(text),
  }
}

// Podman and Buildah: `[1/2] STEP 3/4: RUN …`, then what the step prints, unmarked.

function readBuildahLine(state: ReaderState, line: string, events: BuildEvent[]): boolean {
  const match = /^(?:\[([^\]]*)\] )?STEP (\d+)\/(\d+): ([\s\S]*)$/.exec(line)
  if (match) {
    finishBuildahStep(state, events)
    const [, stage, index, total, text] = match
    const step = newStep(state, `${stage ?? '1/1'}:${index}`, text)
    Object.assign(step, { stage, index: Number(index), total: Number(total), startedAt: state.now })
    state.current = step
    events.push({ type: 'started', step })
    return true
  }
  if (/^(?:\[[^\]]*\] )?COMMIT\b/.test(line)) {
    finishBuildahStep(state, events)
    return true
  }
  if (line.startsWith('--> ')) {
    const last = state.record.steps.at(-1)
    if (last && line.startsWith('--> Using cache')) last.cached = true
    finishBuildahStep(state, events)
    return true
  }
  if (!state.current || line.startsWith('Error: ')) {
    if (state.current && line.startsWith('Error: ')) state.current.error = line.slice(7)
    return false
  }
  if (/^subprocess exited with status \d+$/.test(line)) return true
  addLog(state.current, line, events)
  return true
}

function finishBuildahStep(state: ReaderState, events: BuildEvent[]): void {
  const step = state.current
  if (!step) return
  state.current = undefined
  step.finished = true
  step.seconds = Math.max(0, state.now - (step.startedAt ?? state.now)) / 1000
  events.push({ type: 'finished', step })
}

/** Undefined beyond the number of steps that are kept. */
function stepOf(state: ReaderState, id: string, name: string): BuildStep | undefined {
  const known = state.byId.get(id)
  if (known || state.record.steps.length >= mostSteps) return known
  const step = newStep(state, id, name)
  state.byId.set(id, step)
  return step
}

function newStep(state: ReaderState, id: string, name: string): BuildStep {
  const step: BuildStep = {
    id,
    name,
    ...splitName(name),
    startedAt: undefined,
    seconds: undefined,
    cached: false,
    canceled: false,
    finished: false,
    error: undefined,
    tail: [],
  }
  if (state.record.steps.length < mostSteps) state.record.steps.push(step)
  return step
}

/** Takes `[linux/amd64 build 2/8] RUN …` apart. `[internal] …` and unbracketed names have neither stage nor index. */
function splitName(name: string): Pick<BuildStep, 'stage' | 'index' | 'total' | 'text'> {
  const bracket = /^\[([^\]]*)\] ([\s\S]*)$/.exec(name)
  if (!bracket) return { stage: undefined, index: undefined, total: undefined, text: name }
  const count = /(?:^| )(\d+)\/(\d+)$/.exec(bracket[1])
  if (!count) return { stage: undefined, index: undefined, total: undefined, text: bracket[2] }
  const stage = bracket[1].slice(0, count.index).split(' ').at(-1)
  return { stage: stage || undefined, index: Number(count[1]), total: Number(count[2]), text: bracket[2] }
}

function addLog(step: BuildStep, raw: string, events: BuildEvent[]): void {
  const text = visibleText(raw.length > longestLine * 4 ? raw.slice(0, longestLine * 4) : raw)
  const line = text.length > longestLine ? `${text.slice(0, longestLine)}…` : text
  step.tail.push(line)
  if (step.tail.length > tailLength * 2) step.tail.splice(0, tailLength)
  events.push({ type: 'log', step, line })
}
