/** Answers the extension's questions about builds: what one needs, where one failed, what one recorded. */
import { TextDocument } from 'vscode-languageserver-textdocument'
import {
  type BuildOutline,
  type BuildRecords,
  type BuildRecordsParams,
  buildRecordsRequest,
  type LocatedFailure,
  type LocateFailureParams,
  locateFailureRequest,
  type OutlineParams,
  outlineRequest,
  type ProtocolRange,
  type RuleIds,
  type RuleIdsParams,
  ruleIdsRequest,
} from '../../../../client/src/protocol.ts'
import { locateFailure } from '../../ide/build-failure.ts'
import { outlineBuild } from '../../ide/build-outline.ts'
import { recordBuild } from '../../ide/build-records.ts'
import { findRule } from '../../rules/index.ts'
import type { Feature } from '../language-server.ts'

export const build: Feature = {
  register({ connection }) {
    connection.onRequest(outlineRequest, ({ text }: OutlineParams): BuildOutline => {
      const toRange = rangesOf(text)
      const { stages, requiredArgs, secrets, ssh } = outlineBuild(text)
      return {
        stages: stages.map(({ name, base, needs, from }) => ({ name, base, needs: [...needs], range: toRange(from) })),
        requiredArgs: [...requiredArgs],
        secrets: [...secrets],
        ssh: [...ssh],
      }
    })
    connection.onRequest(locateFailureRequest, ({ text, failure }: LocateFailureParams): LocatedFailure | null => {
      const place = locateFailure(text, failure)
      if (!place) return null
      const toRange = rangesOf(text)
      return { range: toRange(place.range), instruction: toRange(place.instruction) }
    })
    connection.onRequest(buildRecordsRequest, ({ text, target, steps, layers }: BuildRecordsParams): BuildRecords => {
      const toRange = rangesOf(text)
      const { instructions, baseBytes } = recordBuild(text, target, steps, layers)
      return { baseBytes, instructions: instructions.map((record) => ({ ...record, range: toRange(record.range) })) }
    })
    connection.onRequest(ruleIdsRequest, ({ names }: RuleIdsParams): RuleIds => {
      return names.map((name) => findRule(name)?.id ?? null)
    })
  },
}

function rangesOf(text: string): (range: { readonly start: number; readonly end: number }) => ProtocolRange {
  const document = TextDocument.create('', 'dockerfile', 0, text)
  return ({ start, end }) => ({ start: document.positionAt(start), end: document.positionAt(end) })
}
