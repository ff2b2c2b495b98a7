/** Signature help for instructions, flags and mounts. */
import { MarkupKind } from 'vscode-languageserver'
import { signatureHelp as helpAt } from '../../ide/signature-help.ts'
import { openFile } from '../analyze.ts'
import type { Feature } from '../language-server.ts'

export const signatureHelp: Feature = {
  capabilities: () => ({
    signatureHelpProvider: { triggerCharacters: [' ', '=', ',', '['], retriggerCharacters: [' '] },
  }),
  register(server) {
    server.connection.onSignatureHelp(async ({ textDocument, position }, token) => {
      const document = server.documents.get(textDocument.uri)
      const open = document && (await openFile(server, document))
      if (!document || !open || token.isCancellationRequested) return null
      const help = helpAt(open.file, document.offsetAt(position))
      if (!help) return null
      return {
        activeSignature: help.active,
        activeParameter: help.signatures[help.active]?.active,
        signatures: help.signatures.map(({ label, documentation, parameters, active }) => ({
          label,
          documentation: { kind: MarkupKind.Markdown, value: documentation },
          parameters: parameters.map((parameter) => ({
            label: [parameter.start, parameter.end] as [number, number],
            documentation:
              parameter.documentation === undefined
                ? undefined
                : { kind: MarkupKind.Markdown, value: parameter.documentation },
          })),
          activeParameter: active,
        })),
      }
    })
  },
}
