/** All features of the language server. */
import type { Feature } from '../language-server.ts'
import { build } from './build.ts'
import { codeActions } from './code-actions.ts'
import { codeLenses } from './code-lenses.ts'
import { commands } from './commands.ts'
import { completion } from './completion.ts'
import { diagnostics } from './diagnostics.ts'
import { dockerignore } from './dockerignore.ts'
import { documentLinks } from './document-links.ts'
import { folding } from './folding.ts'
import { formatting } from './formatting.ts'
import { hover } from './hover.ts'
import { inlayHints } from './inlay-hints.ts'
import { lintWorkspace } from './lint-workspace.ts'
import { navigation } from './navigation.ts'
import { newDockerfile } from './new-dockerfile.ts'
import { outline } from './outline.ts'
import { rename } from './rename.ts'
import { ruleDocumentation } from './rule-documentation.ts'
import { selectionRanges } from './selection-ranges.ts'
import { semanticTokens } from './semantic-tokens.ts'
import { signatureHelp } from './signature-help.ts'
import { status } from './status.ts'
import { watchedFiles } from './watched-files.ts'

export const features: readonly Feature[] = [
  diagnostics,
  codeActions,
  commands,
  hover,
  completion,
  signatureHelp,
  navigation,
  rename,
  outline,
  folding,
  documentLinks,
  selectionRanges,
  semanticTokens,
  inlayHints,
  codeLenses,
  formatting,
  ruleDocumentation,
  dockerignore,
  watchedFiles,
  newDockerfile,
  lintWorkspace,
  status,
  build,
]
