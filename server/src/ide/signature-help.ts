/** Signature help: the forms of an instruction, the form of a flag or of a mount, and the part at the cursor. */

import type { LintFile } from '../lint/lint-file.ts'
import { type ArgumentPlace, placeAt } from './completion/place.ts'
import { entry, flagDoc, instructionDoc, mountOptionDocs, mountTypeDocs } from './docs/index.ts'

export interface Signature {
  readonly label: string
  readonly documentation: string
  /** Spans of the label. */
  readonly parameters: readonly { readonly start: number; readonly end: number; readonly documentation?: string }[]
  /** Index of the parameter at the cursor; undefined when it is none of them. */
  readonly active: number | undefined
}

export interface SignatureHelp {
  readonly signatures: readonly Signature[]
  readonly active: number
}

/** The help at an offset; undefined where nothing takes arguments. */
export function signatureHelp(file: LintFile, offset: number): SignatureHelp | undefined {
  const place = placeAt(file, offset)
  if (place?.kind !== 'argument' || place.inHeredoc) return undefined
  return flagHelp(place) ?? instructionHelp(place)
}

function flagHelp(place: ArgumentPlace): SignatureHelp | undefined {
  if (place.words.length > 0 || !place.partial.startsWith('--')) return undefined
  const equals = place.partial.indexOf('=')
  if (equals < 0) return undefined
  const name = place.partial.slice(2, equals).toLowerCase()
  if (place.keyword === 'RUN' && name === 'mount') return mountHelp(place.partial.slice(equals + 1))
  const doc = flagDoc(place.keyword, name)
  if (!doc) return undefined
  const label = doc.form.replace('[=', '=').replace(/\]$/, '')
  const start = label.indexOf('=') + 1
  const parameters = [{ start, end: label.length, documentation: doc.default && `Default: ${doc.default}.` }]
  return { signatures: [{ label, documentation: doc.summary, parameters, active: 0 }], active: 0 }
}

function mountHelp(value: string): SignatureHelp {
  const options = value.split(',')
  const written = options
    .find((option) => /^type=/i.test(option))
    ?.slice(5)
    .toLowerCase()
  const types = Object.keys(mountTypeDocs)
  const known = written !== undefined && types.includes(written)
  const last = options[options.length - 1].split('=')[0].toLowerCase()
  const signatures = types.filter((type) => !known || type === written).map((type) => mountSignature(type, last))
  return { signatures, active: 0 }
}

function mountSignature(type: string, current: string): Signature {
  let label = `--mount=type=${type}`
  const parameters: { start: number; end: number; documentation?: string }[] = [
    { start: '--mount='.length, end: label.length, documentation: mountTypeDocs[type].summary },
  ]
  let active = current === 'type' || current === '' ? 0 : undefined
  for (const [name, doc] of Object.entries(entry(mountOptionDocs, type) ?? {})) {
    const form = doc.required ? `,${name}=<${doc.value}>` : `[,${name}=<${doc.value}>]`
    const start = label.length + form.indexOf(name)
    label += form
    if (current === name || doc.aliases?.includes(current)) active = parameters.length
    parameters.push({ start, end: start + name.length + doc.value.length + 3, documentation: doc.summary })
  }
  return { label, documentation: mountTypeDocs[type].summary, parameters, active }
}

function instructionHelp(place: ArgumentPlace): SignatureHelp | undefined {
  const doc = instructionDoc(place.keyword)
  if (!doc) return undefined
  const isJson = (place.words[0] ?? place.partial).startsWith('[')
  const isHeredoc = [...place.words, place.partial].some((word) => word.startsWith('<<'))
  const signatures = doc.forms.map((label): Signature => {
    const parameters = formParameters(label)
    return { label, documentation: doc.summary, parameters, active: activeParameter(place, label, parameters) }
  })
  const fits = (label: string): boolean => label.includes('["') === isJson && label.includes('<<') === isHeredoc
  const active = Math.max(
    0,
    signatures.findIndex(({ label }) => fits(label)),
  )
  return { signatures, active }
}

/** The parts of a form behind its keyword. */
function formParameters(form: string): { start: number; end: number }[] {
  const parameters: { start: number; end: number }[] = []
  let depth = 0
  let start = -1
  for (let i = form.indexOf(' '); i >= 0 && i <= form.length; i++) {
    const character = form[i]
    if (character === '[' || character === '<') depth++
    else if (character === ']' || character === '>') depth--
    if (character === ' ' || character === undefined) {
      if (depth > 0 && character !== undefined) continue
      if (start >= 0) parameters.push({ start, end: i })
      start = -1
    } else if (start < 0) start = i
  }
  return parameters
}

/** Flags are the first part of a form that has some; the last part takes all the words that are left. */
function activeParameter(
  place: ArgumentPlace,
  form: string,
  parameters: readonly { readonly start: number; readonly end: number }[],
): number | undefined {
  if (parameters.length === 0) return undefined
  const isFlag = ({ start, end }: { start: number; end: number }) => /^\[(<flag>|--)/.test(form.slice(start, end))
  const firstWord = parameters.findIndex((parameter) => !isFlag(parameter))
  if (place.words.length === 0 && place.partial.startsWith('-') && firstWord > 0) return 0
  if (firstWord < 0) return 0
  return Math.min(firstWord + place.words.length, parameters.length - 1)
}
