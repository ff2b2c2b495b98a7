/** All features of the language server. */
import type { Feature } from '../language-server.ts'
import { build } from './build.ts'
import { codeActions } from './code-actions.ts'
import { commands } from './commands.ts'
import { completion } from './completion.ts'
import { diagnostics } from './diagnostics.ts'
import { hover } from './hover.ts'
import { ruleDocumentation } from './rule-documentation.ts'
import { watchedFiles } from './watched-files.ts'

export const features: readonly Feature[] = [
  diagnostics,
  codeActions,
  commands,
  hover,
  completion,
  ruleDocumentation,
  watchedFiles,
  build,
]
