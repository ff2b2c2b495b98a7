/** What looks like a secret: names of variables, text with a token in it, names of files. */
import secretData from './data/secrets.json' with { type: 'json' }
import { rememberedByText } from './remembered.ts'

const data = secretData as {
  strong: string[]
  last: string[]
  glued: string[]
  sequences: string[]
  notLast: string[]
  notSequences: string[]
  notWords: string[]
  notNames: string[]
  files: string[]
  filePatterns: string[]
  fileExceptions: string[]
  fileMarkers: Record<string, string[]>
}

type Words = {
  strong: Set<string>
  last: Set<string>
  notLast: Set<string>
  notWords: Set<string>
  names: Set<string>
  prefixes: string[]
}

let cached: Words | undefined

function words(): Words {
  cached ??= {
    strong: new Set(data.strong),
    last: new Set(data.last),
    notLast: new Set(data.notLast),
    notWords: new Set(data.notWords),
    names: new Set(data.notNames.filter((name) => !name.endsWith('*'))),
    prefixes: data.notNames.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1)),
  }
  return cached
}

/**
 * Whether a variable of this name holds a secret. With the value, one that can be none (empty, a switch, a reference
 * to another variable) is told apart, and an address counts when it has a password in it.
 */
export function isSecretName(name: string, value?: string): boolean {
  const kind = kindOfName(name)
  if (kind === 'other' || (value !== undefined && isHarmless(value))) return false
  return kind === 'secret' || (value !== undefined && hasCredentials(value))
}

/** What a variable of a name holds: a secret, an address that may have one in it, or something else. */
const kindOfName = rememberedByText((name): 'secret' | 'address' | 'other' => {
  const known = words()
  const upper = name.toUpperCase()
  if (known.names.has(upper) || known.prefixes.some((prefix) => upper.startsWith(prefix))) return 'other'
  const parts = nameParts(name)
  const last = parts.at(-1) ?? ''
  const joined = ` ${parts.join(' ')} `
  if (/^(?:url|uri|dsn)$/.test(last) || joined.endsWith(' connection string ')) return 'address'
  if (known.notLast.has(last) || parts.some((part) => known.notWords.has(part))) return 'other'
  if (data.notSequences.some((sequence) => joined.includes(` ${sequence} `))) return 'other'
  if (data.sequences.some((sequence) => joined.includes(` ${sequence} `))) return 'secret'
  if (parts.some((part) => known.strong.has(part)) || known.last.has(last)) return 'secret'
  return data.glued.some((suffix) => last.length > suffix.length && last.endsWith(suffix)) ? 'secret' : 'other'
})

/** The words of a name in lower case: at `_`, `-`, `.` and where a capital follows a small letter. */
function nameParts(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[_\-. ]+/)
    .filter(Boolean)
}

const harmless = new Set(['', 'true', 'false', 'yes', 'no', '0', '1', 'none', 'null'])

function isHarmless(value: string): boolean {
  const plain = value.trim().replace(/^(["'])(.*)\1$/, '$2')
  return harmless.has(plain.toLowerCase()) || /^\$(?:\w+|\{\w+\})$/.test(plain)
}

const buildKitTokens = new Set([
  'apikey',
  'auth',
  'credential',
  'credentials',
  'key',
  'password',
  'pword',
  'passwd',
  'secret',
  'token',
])
const buildKitExceptions = new Set(['public', 'file', 'version'])

/**
 * Whether BuildKit's check SecretsUsedInArgOrEnv reports the name: one of its words, between underscores and in any
 * case, is in its list, and none is among its exceptions. (Releases before 2025 only excepted `public`.)
 */
export const isBuildKitSecretName: (name: string) => boolean = rememberedByText((name) => {
  const parts = name.toLowerCase().split('_')
  return parts.some((part) => buildKitTokens.has(part)) && !parts.some((part) => buildKitExceptions.has(part))
})

export type SecretKind =
  | 'aws-access-key'
  | 'github-token'
  | 'gitlab-token'
  | 'slack-token'
  | 'npm-token'
  | 'pypi-token'
  | 'google-api-key'
  | 'stripe-key'
  | 'sendgrid-key'
  | 'twilio-key'
  | 'anthropic-key'
  | 'openai-key'
  | 'hugging-face-token'
  | 'digitalocean-token'
  | 'json-web-token'
  | 'private-key'
  | 'url-password'
  | 'docker-login'

/** A secret in a text, with UTF-16 offsets into it. For an address, the offsets are those of the password. */
export type SecretLiteral = { kind: SecretKind; start: number; end: number }

/** Shapes of tokens; each is tried on whole runs of token characters, so that the search stays linear. */
const tokenShapes: readonly [SecretKind, RegExp][] = [
  ['aws-access-key', /^(?:AKIA|ASIA)[A-Z0-9]{16}$/],
  ['github-token', /^gh[pousr]_[A-Za-z0-9]{36,255}$/],
  ['github-token', /^github_pat_[A-Za-z0-9_]{82}$/],
  ['gitlab-token', /^glpat-[A-Za-z0-9_-]{20,}$/],
  ['slack-token', /^(?:xox[abprs]|xapp)-[A-Za-z0-9-]{10,}$/],
  ['npm-token', /^npm_[A-Za-z0-9]{36}$/],
  ['pypi-token', /^pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{20,}$/],
  ['google-api-key', /^AIza[A-Za-z0-9_-]{35}$/],
  ['stripe-key', /^(?:sk_live|rk_live|sk_test)_[A-Za-z0-9]{16,}$/],
  ['sendgrid-key', /^SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/],
  ['twilio-key', /^SK[0-9a-f]{32}$/],
  ['anthropic-key', /^sk-ant-[A-Za-z0-9_-]{20,}$/],
  ['openai-key', /^sk-(?:proj-[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{48})$/],
  ['hugging-face-token', /^hf_[A-Za-z0-9]{34}$/],
  ['digitalocean-token', /^dop_v1_[0-9a-f]{64}$/],
  ['json-web-token', /^eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}$/],
]

/** Tokens, private keys and passwords in addresses that stand in a text as they are. */
export function secretLiteral(text: string): SecretLiteral[] {
  return [...tokens(text), ...privateKeys(text), ...addressPasswords(text), ...dockerLogins(text)].sort(
    (a, b) => a.start - b.start,
  )
}

/** How the tokens begin, for a quick look. */
const tokenStarts =
  /A(?:KIA|SIA|Iza)|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|xapp-|npm_|pypi-A|[sr]k_live_|sk_test_|SG\.|SK[0-9a-f]{3}|sk-|hf_|dop_v1_|eyJ/

function* tokens(text: string): Generator<SecretLiteral> {
  if (!tokenStarts.test(text)) return
  for (const match of text.matchAll(/[A-Za-z0-9_.-]{20,}/g)) {
    const run = match[0].replace(/(?<![.-])[.-]+$/, '')
    const shape = tokenShapes.find(([, pattern]) => pattern.test(run))
    if (shape && !isExample(run)) yield { kind: shape[0], start: match.index, end: match.index + run.length }
  }
}

/** Documentation writes tokens that end in EXAMPLE or repeat one character. */
function isExample(token: string): boolean {
  return /EXAMPLE$|x{8}|X{8}|0{12}|\*{4}/.test(token)
}

function* privateKeys(text: string): Generator<SecretLiteral> {
  if (!text.includes('-----BEGIN ')) return
  for (const match of text.matchAll(/-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g)) {
    yield { kind: 'private-key', start: match.index, end: match.index + match[0].length }
  }
}

/** `scheme://user:password@host`, where the password is neither a variable nor a placeholder. */
function* addressPasswords(text: string): Generator<SecretLiteral> {
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const rest = /^[^\s/?#"'`<>\\]{1,300}/.exec(text.slice(at + 3, at + 303))?.[0]
    const sign = rest?.lastIndexOf('@') ?? -1
    const colon = rest?.indexOf(':') ?? -1
    if (rest === undefined || sign < 0 || colon < 0 || colon >= sign - 1) continue
    const password = rest.slice(colon + 1, sign)
    if (!isPlaceholder(password)) yield { kind: 'url-password', start: at + 3 + colon + 1, end: at + 3 + sign }
  }
}

function isPlaceholder(password: string): boolean {
  if (/[$%{}[\]*]/.test(password)) return true
  return /^(?:x+|pass|password|passwd|pwd|secret|changeme|change_me|example|todo|dummy|test|your-.*)$/i.test(password)
}

/** `"auth": "…"` of a Docker login. */
function* dockerLogins(text: string): Generator<SecretLiteral> {
  if (!text.includes('"auths"') && !text.includes('\\"auths\\"')) return
  for (const match of text.matchAll(/"auth\\?"\s{0,4}:\s{0,4}\\?"([A-Za-z0-9+/]{12,}={0,2})\\?"/g)) {
    const start = match.index + match[0].indexOf(match[1] as string)
    yield { kind: 'docker-login', start, end: start + (match[1] as string).length }
  }
}

function hasCredentials(value: string): boolean {
  return !addressPasswords(value).next().done
}

/** Files that only hold a secret when the words of `secretFileMarkers` are in them. */
const dependsOnContent = new Set([
  '.yarnrc.yml',
  'pip.conf',
  'nuget.config',
  'wp-config.php',
  'settings.xml',
  'gradle.properties',
])

interface NamePattern {
  readonly text: string
  /** What stands between the stars; one part where there is none. */
  readonly parts: readonly string[]
}

let exactFiles: Set<string> | undefined
let filePatterns: readonly NamePattern[] | undefined
let fileExceptions: readonly NamePattern[] | undefined

function readPattern(text: string): NamePattern {
  return { text, parts: text.split('*') }
}

/** Whether a file of this name (with or without folders) holds a secret and does not belong into an image. */
export function isSecretFile(path: string): boolean {
  const parts = path.replaceAll('\\', '/').split('/').filter(Boolean)
  const base = parts.at(-1) ?? ''
  fileExceptions ??= data.fileExceptions.map(readPattern)
  filePatterns ??= data.filePatterns.map(readPattern)
  if (fileExceptions.some((pattern) => matches(pattern, base)) || dependsOnContent.has(base.toLowerCase())) return false
  exactFiles ??= new Set(data.files)
  for (let depth = 1; depth <= Math.min(parts.length, 4); depth++) {
    if (exactFiles.has(parts.slice(-depth).join('/'))) return true
  }
  return filePatterns.some((pattern) => matches(pattern, base))
}

/** Words that show that a file such as `.npmrc` or `pip.conf` holds a secret; empty for other files. */
export function secretFileMarkers(path: string): readonly string[] {
  const base = path.replaceAll('\\', '/').split('/').at(-1) ?? ''
  return Object.hasOwn(data.fileMarkers, base) ? (data.fileMarkers[base] as string[]) : []
}

/** A pattern with stars against a name: the parts between the stars follow one another, the ends are fixed. */
function matches({ text, parts }: NamePattern, name: string): boolean {
  if (parts.length === 1) return text === name
  const first = parts[0]
  const last = parts[parts.length - 1]
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false
  let from = first.length
  for (let i = 1; i < parts.length - 1; i++) {
    const at = name.indexOf(parts[i], from)
    if (at < 0) return false
    from = at + parts[i].length
  }
  return from <= name.length - last.length
}
