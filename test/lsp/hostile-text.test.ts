/** What the language server makes of hostile Dockerfiles: no markup, no link, no command of theirs reaches an editor. */
import { Lexer, type Token, walkTokens } from 'marked'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type {
  CodeAction,
  CodeLens,
  Command,
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentLink,
  Hover,
  InlayHint,
  MarkupContent,
} from 'vscode-languageserver/node'
import { hostileDockerfiles, hostileTexts } from '../hostile.ts'
import { type Client, kill, startClient } from './client.ts'

let client: Client

beforeAll(async () => {
  client = await startClient({
    capabilities: {
      textDocument: {
        hover: { contentFormat: ['markdown'] },
        completion: { completionItem: { documentationFormat: ['markdown'] } },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source'] } } },
      },
    },
    initializationOptions: {
      extension: true,
      inlayHints: { stageNumbers: true, baseImages: true, users: true },
    },
  })
})

afterAll(() => kill(client))

it.each(hostileTexts)('stays text: %j', { timeout: 120_000 }, async (text) => {
  for (const [index, source] of hostileDockerfiles(text).entries()) await checkAnswers(text, index, source)
})

async function checkAnswers(text: string, index: number, source: string): Promise<void> {
  const uri = `file:///hostile/${hostileTexts.indexOf(text)}-${index}/Dockerfile`
  const textDocument = { uri }
  const ask = <T>(method: string, more: object = {}): Promise<T | null> =>
    client.connection.sendRequest(`textDocument/${method}`, { textDocument, ...more })
  client.open(uri, source)
  const { diagnostics } = await client.publication((params) => params.uri === uri)
  expect(diagnostics.length).toBeGreaterThan(3)
  checkDiagnostics(diagnostics)
  const lines = source.split('\n')
  const whole = { start: { line: 0, character: 0 }, end: { line: lines.length - 1, character: 0 } }
  const shown: string[] = []
  for (const position of places(lines)) {
    const hover = await ask<Hover>('hover', { position })
    if (!hover) continue
    shown.push((hover.contents as MarkupContent).value)
    checkMarkup(hover.contents as MarkupContent, `hover at ${JSON.stringify(position)} of\n${source}`)
  }
  expect(shown.length).toBeGreaterThan(20)
  // The text is there, or there would be nothing to check.
  expect(shown.join('\n')).toContain(/[a-z]{2,}/.exec(text)?.[0] ?? 'b')
  for (const [line, { length: character }] of lines.entries()) {
    const answer = await ask<CompletionList | CompletionItem[]>('completion', { position: { line, character } })
    for (const item of Array.isArray(answer) ? answer : (answer?.items ?? [])) checkCompletion(item)
  }
  for (const { target } of (await ask<DocumentLink[]>('documentLink')) ?? []) {
    expect(target).toMatch(/^(?:https?:\/\/|file:\/\/\/hostile\/|command:dockerfileCoach\.explainRule\?)/)
  }
  for (const { command } of (await ask<CodeLens[]>('codeLens')) ?? []) {
    expect(command?.title).toMatch(/^\d+ problems?(?: · fix all)?$/)
    checkCommand(command)
  }
  for (const { tooltip, label } of (await ask<InlayHint[]>('inlayHint', { range: whole })) ?? []) {
    expect(typeof label).toBe('string')
    if (typeof tooltip === 'object') checkMarkup(tooltip, 'an inlay hint')
  }
  for (const { range } of diagnostics.slice(0, 25)) {
    const actions = await ask<(CodeAction | Command)[]>('codeAction', { range, context: { diagnostics } })
    for (const action of actions ?? []) {
      expect(action.title).not.toMatch(control)
      checkCommand(typeof action.command === 'object' ? action.command : undefined)
    }
  }
  client.close(uri)
}

/** What steers a terminal, breaks a line, or turns the direction of writing. */
const control = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/

/** Hover is asked for at the start and in the middle of every word. */
function places(lines: readonly string[]): { line: number; character: number }[] {
  return lines.flatMap((text, line) =>
    [...text.matchAll(/[^\s=:,]+/g)].flatMap(({ index, 0: word }) => [
      { line, character: index },
      { line, character: index + (word.length >> 1) },
    ]),
  )
}

/** Messages are plain text in every editor; the links of their codes are ours. */
function checkDiagnostics(diagnostics: readonly Diagnostic[]): void {
  for (const { message, code, codeDescription, relatedInformation, source } of diagnostics) {
    expect(typeof message).toBe('string')
    for (const each of [message, ...(relatedInformation ?? []).map((related) => related.message)]) {
      expect(each).not.toMatch(control)
    }
    expect(source).toBe('Dockerfile Coach')
    expect(String(code)).toMatch(/^[a-z][a-z-]+$/)
    if (codeDescription) {
      expect(decodeURIComponent(codeDescription.href)).toBe(`command:dockerfileCoach.explainRule?["${code}"]`)
    }
  }
}

function checkCompletion({ documentation, command }: CompletionItem): void {
  if (typeof documentation === 'object') checkMarkup(documentation, 'a completion')
  checkCommand(command)
}

/** Empty: a lens that only tells. */
const commands = ['dockerfile-coach.fixAll', 'dockerfileCoach.explainRule', 'editor.action.triggerSuggest', '']

function checkCommand(command: Command | undefined): void {
  if (command) expect(commands).toContain(command.command)
}

/** Hosts that our own texts refer to. */
const hosts = ['docs.docker.com']

/** Read as VS Code reads it, by the same library: no HTML, no image, and no link but to pages that we refer to. */
function checkMarkup({ kind, value }: MarkupContent, place: string): void {
  expect(kind).toBe('markdown')
  walkTokens(new Lexer({ gfm: true }).lex(value), (token: Token) => {
    expect(token.type, `${place}\n${value}`).not.toMatch(/^(?:html|image|def)$/)
    if (token.type === 'link') expect(hosts, `${place}\n${value}`).toContain(new URL(token.href).host)
  })
}
