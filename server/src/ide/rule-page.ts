/** Where a rule is explained on the web. The address of the project stands in package.json and nowhere else. */

import { homepage } from '../../../package.json'

const documentation = `${homepage}/blob/main/docs`

/** Where the project is. */
export const projectUrl = homepage

/** The page about ignore files, at the section of a problem. */
export function ignoreProblemUrl(id: string): string {
  return `${documentation}/dockerignore.md#${id}`
}

/** The page of a rule, of one of ours or of ShellCheck's (`shellcheck/SCnnnn`). */
export function rulePageUrl(rule: string): string {
  const shellcheck = /^shellcheck\/(SC\d+)$/.exec(rule)
  return shellcheck ? `https://www.shellcheck.net/wiki/${shellcheck[1]}` : `${documentation}/rules/${rule}.md`
}
