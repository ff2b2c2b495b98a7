/** Shows what a rule is about: as a page in the extension, else as the page on the web. */
import type { Command } from 'vscode-languageserver'
import {
  type RuleDocumentation,
  type RuleDocumentationParams,
  type RuleSummary,
  ruleDocumentationRequest,
  rulesRequest,
} from '../../../../client/src/protocol.ts'
import { ruleDocumentation as documentationOf } from '../../ide/rule-documentation.ts'
import { rulePageUrl } from '../../ide/rule-page.ts'
import { findRule, rules } from '../../rules/index.ts'
import type { Feature, LanguageServer } from '../language-server.ts'

/** The extension's command, which takes the rule's id. */
const extensionCommand = 'dockerfileCoach.explainRule'

/** The server's command, for every other client that can show a document. */
export const openRulePageCommand = 'dockerfile-coach.openRulePage'

export const ruleDocumentation: Feature = {
  register({ connection }) {
    connection.onRequest(ruleDocumentationRequest, ({ rule }: RuleDocumentationParams): RuleDocumentation | null => {
      const found = typeof rule === 'string' ? findRule(rule) : undefined
      return found ? { rule: found.id, markdown: documentationOf(found) } : null
    })
    connection.onRequest(rulesRequest, (): RuleSummary[] =>
      rules.map(({ id, aliases = [], severity, docs }) => ({
        id,
        aliases: [...aliases],
        severity,
        summary: docs.summary,
      })),
    )
  },
}

/** Where a problem's rule name leads: in the extension to the page that it carries with it, else to the web. */
export function rulePage(server: LanguageServer, rule: string): string {
  if (!server.hasExtension || !findRule(rule)) return rulePageUrl(rule)
  return `command:${extensionCommand}?${encodeURIComponent(JSON.stringify([rule]))}`
}

/** What shows the documentation of a rule on this client; undefined where nothing does. */
export function explainCommand(server: LanguageServer, rule: string): Command | undefined {
  const title = `Show documentation of ${rule}`
  if (server.hasExtension && findRule(rule)) return { title, command: extensionCommand, arguments: [rule] }
  if (server.client.window?.showDocument?.support) return { title, command: openRulePageCommand, arguments: [rule] }
  return undefined
}

/** Opens the page of a rule in the client's browser; gives whether it did. */
export async function openRulePage(server: LanguageServer, rule: unknown): Promise<boolean> {
  if (typeof rule !== 'string' || !/^[A-Za-z0-9/-]{1,80}$/.test(rule)) return false
  if (!server.client.window?.showDocument?.support) return false
  return (await server.connection.window.showDocument({ uri: rulePageUrl(rule), external: true })).success
}
