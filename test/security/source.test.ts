/** What the source does nowhere but in one place, so that what is promised holds for code that is still to come. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const sources = new Map(
  ['server/src', 'client/src'].flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
      .map((file): [string, string] => [file, fs.readFileSync(path.join(root, file), 'utf8')]),
  ),
)

/** The files with code that fits; comments do not count. */
function filesWith(pattern: RegExp): string[] {
  return [...sources]
    .filter(([, text]) => pattern.test(text.replace(/^\s*(?:\/\*\*|\*|\/\/).*$/gm, '')))
    .map(([file]) => file)
}

it('finds what is there', () => {
  expect(sources.size).toBeGreaterThan(300)
  expect(filesWith(/vscode\.window\.createWebviewPanel/)).toEqual(['client/src/views/report-panel.ts'])
})

it('reaches for the network only where a setting is asked first', () => {
  const reaches =
    /\bfetch\((?!')|\bnew (?:WebSocket|XMLHttpRequest|EventSource)\b|from '(?:node:)?(?:https?|http2|net|tls|dgram|dns)'/
  expect(filesWith(reaches)).toEqual(['server/src/host/registry-tags.ts'])
  expect(filesWith(/createRegistryTags\(/)).toEqual([
    'server/src/host/registry-tags.ts',
    'server/src/lsp/disk-environment.ts',
  ])
  expect(filesWith(/registryTags\(/)).toEqual(['server/src/lsp/features/completion.ts'])
  expect(sources.get('server/src/lsp/features/completion.ts')).toMatch(/settings\.registry\.tags/)
})

it('starts programs in two places, with lists of arguments and without a shell', () => {
  const starts = /from '(?:node:)?child_process'/
  const places = ['client/src/build/process.ts', 'server/src/host/run-program.ts']
  expect(filesWith(starts).sort()).toEqual(places)
  for (const place of places) expect(sources.get(place)).not.toMatch(/\bexec(?:Sync)?\(|shell: true|\bspawn\(`/)
  expect(filesWith(/ShellExecution|sendText|shell: true/)).toEqual([])
})

it('makes no code from text', () => {
  expect(filesWith(/\beval\(|new Function\b|from '(?:node:)?vm'|setTimeout\(['"`]/)).toEqual([])
})

it('makes no regular expression from text', () => {
  // The one that is put together at run time is made of constants.
  expect(filesWith(/\bRegExp\(/)).toEqual(['server/src/rules/runtime/label-values.ts'])
})

it('sends messages of VS Code through one file, which breaks links in them', () => {
  const messages = /window\.(?:show(?:Information|Warning|Error)Message|withProgress|setStatusBarMessage)/
  expect(filesWith(messages)).toEqual(['client/src/notifications.ts'])
  // The client shows what a server sends as it is, so the server sends nothing.
  expect(filesWith(/window\.show(?:Information|Warning|Error)Message|sendNotification\('window/)).toEqual([
    'client/src/notifications.ts',
  ])
})

it('trusts no Markdown, and makes none in the client', () => {
  expect(filesWith(/MarkdownString/)).toEqual([])
  expect(filesWith(/isTrusted: true|supportHtml: true|enabledCommands/)).toEqual([])
  expect(sources.get('client/src/language-client.ts')).toContain('markdown: { isTrusted: false, supportHtml: false }')
})

it('opens no address that was read somewhere', () => {
  expect(filesWith(/openExternal\(/).sort()).toEqual([
    'client/src/build/image-commands.ts',
    'client/src/build/settings.ts',
  ])
  expect(sources.get('client/src/build/environment.ts')).not.toMatch(
    /url: (?!buildxUrl|builder === 'docker' \? 'https|'https)/,
  )
})
