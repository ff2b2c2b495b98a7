/** Where a rule is explained on the web. */

/** The pages are generated from the rules into docs/rules. */
const pages = 'https://github.com/dockerfile-coach/dockerfile-coach/blob/main/docs/rules'

/** The page about ignore files, at the section of a problem; the problem that Dockerfiles share has its rule's page. */
export function ignoreProblemUrl(id: string): string {
  return id.startsWith('ignore-') ? `${pages.replace(/rules$/, 'dockerignore.md')}#${id}` : rulePageUrl(id)
}

/** The page of a rule, of one of ours or of ShellCheck's (`shellcheck/SCnnnn`). */
export function rulePageUrl(rule: string): string {
  const shellcheck = /^shellcheck\/(SC\d+)$/.exec(rule)
  return shellcheck ? `https://www.shellcheck.net/wiki/${shellcheck[1]}` : `${pages}/${rule}.md`
}
