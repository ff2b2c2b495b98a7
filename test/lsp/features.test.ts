/** Each language feature over the protocol, on a document with a cursor `‸`. */
import { afterEach, describe, expect, it } from 'vitest'
import type {
  ClientCapabilities,
  CodeLens,
  CompletionItem,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  SelectionRange,
  SemanticTokens,
  SemanticTokensDelta,
  SignatureHelp,
  SymbolInformation,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { marked } from '../ide/marked.ts'
import { type Client, type ClientOptions, kill, startClient } from './client.ts'

const uri = 'file:///project/Dockerfile'
let client: Client | undefined

afterEach(() => {
  kill(client)
  client = undefined
})

interface Opened {
  readonly text: string
  readonly document: TextDocument
  /** Asks for a feature at the cursor. */
  ask<T>(method: string, params?: object): Promise<T>
  slice(range: { start: { line: number; character: number }; end: { line: number; character: number } }): string
}

async function open(source: string, options: ClientOptions = {}): Promise<Opened> {
  const { text, cursor } = marked(source)
  const document = TextDocument.create(uri, 'dockerfile', 1, text)
  const started = await startClient(options)
  client = started
  started.open(uri, text)
  const position = document.positionAt(cursor)
  return {
    text,
    document,
    ask: (method, params) => started.connection.sendRequest(method, { textDocument: { uri }, position, ...params }),
    slice: (range) => document.getText(range),
  }
}

function applied({ document }: Opened, edits: TextEdit[] | null | undefined): string {
  return TextDocument.applyEdits(document, edits ?? [])
}

const source = 'ARG TAG=13\nFROM debian:$TAG AS build\nRUN apt-get update\nFROM build\nCOPY --from=bu‸ild /a /b\n'

describe('the handshake', () => {
  it('announces every feature', async () => {
    client = await startClient()
    const { capabilities } = client.initialized
    for (const provider of [
      'hoverProvider',
      'completionProvider',
      'signatureHelpProvider',
      'definitionProvider',
      'referencesProvider',
      'documentHighlightProvider',
      'renameProvider',
      'documentSymbolProvider',
      'foldingRangeProvider',
      'documentLinkProvider',
      'selectionRangeProvider',
      'semanticTokensProvider',
      'inlayHintProvider',
      'codeLensProvider',
      'codeActionProvider',
      'documentFormattingProvider',
      'documentRangeFormattingProvider',
      'documentOnTypeFormattingProvider',
    ] as const) {
      expect(capabilities[provider], provider).toBeTruthy()
    }
  })
})

describe('hover', () => {
  it('answers in Markdown, with the range that it is about', async () => {
    const opened = await open(source)
    const hover = await opened.ask<Hover>('textDocument/hover')
    expect(hover.contents).toMatchObject({ kind: 'markdown', value: expect.stringContaining('**Stage `build`**') })
    expect(opened.slice(hover.range!)).toBe('build')
  })

  it('has the why of a problem, once it was judged', async () => {
    const opened = await open('FROM debian:13\nRUN apt-get ins‸tall curl\n')
    const hover = await opened.ask<Hover>('textDocument/hover')
    expect(hover.contents).toMatchObject({ value: expect.stringContaining('**apt-install-without-yes** — ') })
  })

  it('is nothing on nothing', async () => {
    expect(await (await open('FROM a\n\n‸\n')).ask('textDocument/hover')).toBeNull()
  })
})

describe('completion', () => {
  it('gives items with edits, in order, and resolves their documentation', async () => {
    const opened = await open('FROM node:2‸\n')
    const items = await opened.ask<CompletionItem[]>('textDocument/completion')
    const first = [...items].sort((a, b) => a.sortText!.localeCompare(b.sortText!))[0]!
    expect(first.label).toBe('26')
    expect(applied(opened, [first.textEdit as TextEdit])).toBe('FROM node:26\n')
    const resolved = await client!.connection.sendRequest<CompletionItem>('completionItem/resolve', first)
    expect(resolved.documentation).toMatchObject({ kind: 'markdown', value: expect.stringContaining('`node:26`') })
  })

  it('replaces whole words for editors that can', async () => {
    const capabilities: ClientCapabilities = {
      textDocument: { completion: { completionItem: { insertReplaceSupport: true } } },
    }
    const opened = await open('FROM de‸bian:12\n', { capabilities })
    const items = await opened.ask<CompletionItem[]>('textDocument/completion')
    const edit = items.find(({ label }) => label === 'debian')?.textEdit
    expect(edit && 'insert' in edit && [opened.slice(edit.insert), opened.slice(edit.replace)]).toEqual([
      'de',
      'debian:12',
    ])
  })

  it('asks again at once in the extension only', async () => {
    const opened = await open('FROM a\nCO‸', { initializationOptions: { extension: true } })
    const items = await opened.ask<CompletionItem[]>('textDocument/completion')
    expect(items.find(({ label }) => label === 'COPY')?.command?.command).toBe('editor.action.triggerSuggest')
    kill(client)
    const other = await open('FROM a\nCO‸')
    const plain = await other.ask<CompletionItem[]>('textDocument/completion')
    expect(plain.find(({ label }) => label === 'COPY')?.command).toBeUndefined()
  })
})

describe('signature help', () => {
  it('marks the part at the cursor', async () => {
    const opened = await open('FROM a\nCOPY --link a ‸')
    const help = await opened.ask<SignatureHelp>('textDocument/signatureHelp')
    const signature = help.signatures[help.activeSignature!]!
    const [start, end] = signature.parameters![help.activeParameter!]!.label as [number, number]
    expect(signature.label.slice(start, end)).toBe('<destination>')
  })
})

describe('navigation', () => {
  it('goes to the definition', async () => {
    const opened = await open(source)
    const found = await opened.ask<Location[]>('textDocument/definition')
    expect(found.map(({ range }) => `${range.start.line} ${opened.slice(range)}`)).toEqual(['1 build'])
  })

  it('finds references, with and without declarations', async () => {
    const opened = await open(source)
    const lines = async (includeDeclaration: boolean): Promise<number[]> => {
      const found = await opened.ask<Location[]>('textDocument/references', { context: { includeDeclaration } })
      return found.map(({ range }) => range.start.line)
    }
    expect(await lines(true)).toEqual([1, 3, 4])
    expect(await lines(false)).toEqual([3, 4])
  })

  it('highlights', async () => {
    const opened = await open(source)
    const found = await opened.ask<DocumentHighlight[]>('textDocument/documentHighlight')
    expect(found.map(({ range, kind }) => [range.start.line, kind])).toEqual([
      [1, 3],
      [3, 2],
      [4, 2],
    ])
  })
})

describe('rename', () => {
  it('prepares and renames', async () => {
    const capabilities: ClientCapabilities = { textDocument: { rename: { prepareSupport: true } } }
    const opened = await open(source, { capabilities })
    expect(await opened.ask('textDocument/prepareRename')).toMatchObject({ placeholder: 'build' })
    const edit = await opened.ask<WorkspaceEdit>('textDocument/rename', { newName: 'deps' })
    expect(applied(opened, edit.changes![uri])).toBe(opened.text.replaceAll('build', 'deps'))
  })

  it('says why it refuses', async () => {
    const opened = await open('FROM a\nRUN echo $HO‸ME\n')
    await expect(opened.ask('textDocument/prepareRename')).rejects.toThrow(/No ARG or ENV/)
    await expect(opened.ask('textDocument/rename', { newName: 'X' })).rejects.toThrow(/No ARG or ENV/)
  })
})

describe('structure', () => {
  it('is a tree for clients that know one, and a list for others', async () => {
    const tree: ClientCapabilities = { textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } } }
    const symbols = await (await open(source, { capabilities: tree })).ask<DocumentSymbol[]>(
      'textDocument/documentSymbol',
    )
    expect(symbols.map(({ name, children }) => [name, children?.map((child) => child.name)])).toEqual([
      ['ARG', []],
      ['build', ['RUN']],
      ['build', ['COPY']],
    ])
    kill(client)
    const list = await (await open(source)).ask<SymbolInformation[]>('textDocument/documentSymbol')
    expect(list.map(({ name, containerName }) => `${name} in ${containerName}`)).toContain('RUN in build')
  })

  it('folds', async () => {
    const folds = await (await open(source)).ask<FoldingRange[]>('textDocument/foldingRange')
    expect(folds.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
      [1, 2],
      [3, 4],
    ])
  })

  it('links', async () => {
    const opened = await open(source)
    const links = await opened.ask<DocumentLink[]>('textDocument/documentLink')
    expect(links.map(({ range, target }) => [opened.slice(range), target])).toEqual([
      ['debian:$TAG', 'https://hub.docker.com/_/debian/tags?name=13'],
    ])
  })

  it('selects more and more', async () => {
    const opened = await open(source)
    const position = opened.document.positionAt(opened.text.indexOf('update'))
    const [chain] = await opened.ask<SelectionRange[]>('textDocument/selectionRange', { positions: [position] })
    const texts: string[] = []
    for (let range: SelectionRange | undefined = chain; range; range = range.parent)
      texts.push(opened.slice(range.range))
    expect(texts.slice(0, 3)).toEqual(['update', 'apt-get update', 'RUN apt-get update'])
    expect(texts.at(-1)).toBe(opened.text)
  })
})

describe('semantic tokens', () => {
  it('come whole, by range, and as differences', async () => {
    const opened = await open(source)
    const whole = await opened.ask<SemanticTokens>('textDocument/semanticTokens/full')
    expect(whole.data.length % 5).toBe(0)
    const lines = opened.text.split('\n')
    const { tokenTypes } = client!.initialized.capabilities.semanticTokensProvider!.legend
    expect(decoded(whole.data, lines, tokenTypes).slice(0, 5)).toEqual([
      'ARG keyword',
      'TAG variable',
      'FROM keyword',
      'debian: type',
      '$TAG variable',
    ])
    const range = { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } }
    const part = await opened.ask<SemanticTokens>('textDocument/semanticTokens/range', { range })
    expect(decoded(part.data, lines, tokenTypes)).toEqual(['RUN keyword', 'apt-get function'])
    client!.change(uri, 2, [{ text: `# note\n${opened.text}` }])
    const previousResultId = whole.resultId!
    const delta = await opened.ask<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', { previousResultId })
    expect(delta.edits.length).toBeGreaterThan(0)
    expect(patched(whole.data, delta)).toEqual(
      (await opened.ask<SemanticTokens>('textDocument/semanticTokens/full')).data,
    )
  })

  function decoded(data: number[], lines: string[], types: string[]): string[] {
    const words: string[] = []
    let [line, character] = [0, 0]
    for (let i = 0; i < data.length; i += 5) {
      character = data[i] === 0 ? character + data[i + 1]! : data[i + 1]!
      line += data[i]!
      words.push(`${lines[line]!.slice(character, character + data[i + 2]!)} ${types[data[i + 3]!]}`)
    }
    return words
  }

  function patched(data: number[], delta: SemanticTokensDelta): number[] {
    const result = [...data]
    for (const { start, deleteCount, data: inserted } of [...delta.edits].sort((a, b) => b.start - a.start)) {
      result.splice(start, deleteCount, ...(inserted ?? []))
    }
    return result
  }
})

describe('hints and lenses', () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } }

  it('hints are off until their settings are on', async () => {
    expect(await (await open(source)).ask<InlayHint[]>('textDocument/inlayHint', { range })).toEqual([])
    kill(client)
    const initializationOptions = { inlayHints: { stageNumbers: true, baseImages: true, users: true } }
    const hints = await (await open(source, { initializationOptions })).ask<InlayHint[]>('textDocument/inlayHint', {
      range,
    })
    expect(hints.map(({ position, label }) => `${position.line} ${label}`)).toEqual([
      '1 = debian:13',
      '1 stage 0',
      '2 user root',
      '3 on debian:13',
      '3 stage 1',
      '4 user root',
    ])
  })

  it('the lens counts problems and fixes them', async () => {
    const opened = await open('FROM debian:13\nMAINTAINER x\nCMD ["x"]\n', {
      initializationOptions: { rules: { 'runs-as-root': 'off' } },
    })
    const [lens] = await opened.ask<CodeLens[]>('textDocument/codeLens')
    expect(lens?.command).toMatchObject({
      title: expect.stringMatching(/^\d+ problems? · fix all$/),
      command: 'dockerfile-coach.fixAll',
      arguments: [uri],
    })
    const edits: unknown[] = []
    client!.connection.onRequest('workspace/applyEdit', (params) => {
      edits.push(params)
      return { applied: true }
    })
    expect(await client!.connection.sendRequest('workspace/executeCommand', lens!.command)).toBe(true)
    expect(JSON.stringify(edits)).toContain('LABEL')
  })

  it('the lens can be switched off', async () => {
    const opened = await open('FROM debian:13\nMAINTAINER x\n', {
      initializationOptions: { codeLens: { problems: false } },
    })
    expect(await opened.ask('textDocument/codeLens')).toEqual([])
  })
})

describe('formatting', () => {
  const messy = 'from debian:13\nrun x && \\\ny\nrun  z\n'
  const options = { tabSize: 2, insertSpaces: true }

  it('of the document', async () => {
    const opened = await open(messy)
    const edits = await opened.ask<TextEdit[]>('textDocument/formatting', { options })
    expect(applied(opened, edits)).toBe('FROM debian:13\nRUN x && \\\n  y\nRUN z\n')
  })

  it('of a range', async () => {
    const opened = await open(messy)
    const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 4 } }
    const edits = await opened.ask<TextEdit[]>('textDocument/rangeFormatting', { options, range })
    expect(applied(opened, edits)).toBe('from debian:13\nrun x && \\\ny\nRUN z\n')
  })

  it('while one types', async () => {
    const opened = await open('FROM debian:13\nRUN x && \\\n‸')
    const edits = await opened.ask<TextEdit[]>('textDocument/onTypeFormatting', { options, ch: '\n' })
    expect(applied(opened, edits)).toBe('FROM debian:13\nRUN x && \\\n  ')
  })
})

describe('documents that are not open', () => {
  it('get no answer, and no error', async () => {
    const started = await startClient()
    client = started
    const position = { line: 0, character: 0 }
    const params = {
      textDocument: { uri: 'file:///nowhere/Dockerfile' },
      position,
      positions: [position],
      range: { start: position, end: position },
      context: { includeDeclaration: true },
      options: { tabSize: 4, insertSpaces: true },
      newName: 'x',
      ch: '\n',
    }
    for (const method of [
      'hover',
      'completion',
      'signatureHelp',
      'definition',
      'references',
      'documentHighlight',
      'prepareRename',
      'rename',
      'documentSymbol',
      'foldingRange',
      'documentLink',
      'selectionRange',
      'inlayHint',
      'codeLens',
      'formatting',
      'rangeFormatting',
      'onTypeFormatting',
    ]) {
      expect(await started.connection.sendRequest(`textDocument/${method}`, params), method).toBeNull()
    }
  })
})
