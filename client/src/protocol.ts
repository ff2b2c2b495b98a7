/** Requests between the extension and the language server: method names and plain types, nothing that runs. */

/** A place in a file as LSP has it: lines from 0, characters in UTF-16 code units. */
export interface ProtocolPosition {
  line: number
  character: number
}

export interface ProtocolRange {
  start: ProtocolPosition
  end: ProtocolPosition
}

/** Says that the workspace is trusted from now on; `trusted` of the initialization options says whether it was before. */
export const trustedNotification = 'dockerfileCoach/trusted'

/** Asks for the documentation of a rule, by any of its names; null for a name that no rule has. */
export const ruleDocumentationRequest = 'dockerfileCoach/ruleDocumentation'

export interface RuleDocumentationParams {
  rule: string
}

export interface RuleDocumentation {
  /** The rule's id. */
  rule: string
  /** A page in Markdown. */
  markdown: string
}

/** Asks what a build of this Dockerfile has to know. The text is sent along: the file need not be open. */
export const outlineRequest = 'dockerfileCoach/outline'

export interface OutlineParams {
  uri: string
  text: string
}

export interface BuildOutline {
  stages: OutlineStage[]
  /** ARGs that have no default anywhere and that the builder does not set itself. */
  requiredArgs: OutlineArg[]
  secrets: OutlineSecret[]
  ssh: OutlineSsh[]
}

export interface OutlineStage {
  name: string | undefined
  base: string
  /** Indexes of the stages that it needs, itself included. */
  needs: number[]
  /** The FROM instruction. */
  range: ProtocolRange
}

export interface OutlineArg {
  name: string
  /** Index of the stage; undefined above the first FROM. */
  stage: number | undefined
}

export interface OutlineSecret {
  id: string
  required: boolean
  stage: number
}

export interface OutlineSsh {
  /** `default` where none is written. */
  id: string
  stage: number
}

/** Asks where in the Dockerfile a failed build went wrong. */
export const locateFailureRequest = 'dockerfileCoach/locateFailure'

export interface LocateFailureParams {
  uri: string
  /** The text that was built. */
  text: string
  failure: BuildFailure
}

export interface LocatedFailure {
  /** What to underline: the failing command or argument where the output lets one tell, else the instruction. */
  range: ProtocolRange
  /** The instruction around it. */
  instruction: ProtocolRange
}

export type BuildFailureKind =
  | 'run-failed'
  | 'command-not-found'
  | 'out-of-memory'
  | 'copy-source-missing'
  | 'unknown-stage'
  | 'unknown-instruction'
  | 'bad-flag'
  | 'parse-error'
  | 'invalid-reference'
  | 'missing-from'
  | 'empty-file'
  | 'pull-failed'
  | 'login-needed'
  | 'rate-limited'
  | 'network'
  | 'platform-mismatch'
  | 'multi-platform-unsupported'
  | 'disk-full'
  | 'secret-missing'
  | 'ssh-missing'
  | 'user-missing'
  | 'frontend-failed'
  | 'check-error'
  | 'engine-lost'
  | 'cancelled'
  | 'other'

/** A failed build, as the builder's output tells it. */
export interface BuildFailure {
  kind: BuildFailureKind
  /** What the builder said, in one line, without its own prefixes. */
  message: string
  /** What to do about it, in one sentence. */
  advice: string | undefined
  /** First and last line that the builder names, from 0. */
  lines: { start: number; end: number } | undefined
  /** The step that failed. */
  step: FailedStep | undefined
  /** The exit status of the process inside the build. */
  exitStatus: number | undefined
  /** What the message is about: a path, an image, a stage, a flag, a secret, a user; as the builder writes it. */
  subject: string | undefined
  /** The last lines that the step printed. */
  output: string[]
}

export interface FailedStep {
  stage: string | undefined
  /** From 1, among the steps of the stage. */
  index: number | undefined
  /** The instruction as the builder prints it: continuations joined, variables possibly expanded. */
  text: string
}

/** Asks which instructions the steps and layers of a finished build belong to. */
export const buildRecordsRequest = 'dockerfileCoach/buildRecords'

export interface BuildRecordsParams {
  uri: string
  /** The text that was built. */
  text: string
  target: string | undefined
  steps: RecordedStep[]
  /** The image's layers, the newest first, as the engine's history lists them. */
  layers: RecordedLayer[]
}

export interface RecordedStep {
  stage: string | undefined
  index: number | undefined
  text: string
  seconds: number
  cached: boolean
  /** From the builder's provenance, from 0. */
  lines: { start: number; end: number } | undefined
}

export interface RecordedLayer {
  createdBy: string
  bytes: number
}

/** One instruction after a build. Sizes are bytes, times seconds. */
export interface InstructionRecord {
  range: ProtocolRange
  /** The instruction on one line. */
  text: string
  stage: string | undefined
  /** Undefined where the layer is not part of the image, or adds none. */
  bytes: number | undefined
  seconds: number | undefined
  cached: boolean
}

export interface BuildRecords {
  instructions: InstructionRecord[]
  /** What the layers below the Dockerfile's own weigh. */
  baseBytes: number
}

/** Asks for our ids of rules that other tools know by other names. */
export const ruleIdsRequest = 'dockerfileCoach/ruleIds'

export interface RuleIdsParams {
  names: string[]
}

/** Our id, or null where there is no such rule; in the order of the names. */
export type RuleIds = (string | null)[]

/** Asks for a Dockerfile for the project in a folder, once for each way to see it. */
export const newDockerfileRequest = 'dockerfileCoach/newDockerfile'

export interface NewDockerfileParams {
  /** The URI of the folder. */
  folder: string
}

export interface NewDockerfileAnswer {
  /** Why there is nothing to add, in a sentence. */
  refusal: string | undefined
  /** The file that stands in the way. */
  existing: string | undefined
  choices: NewDockerfileChoice[]
}

export interface NewDockerfileChoice {
  title: string
  /** By what the project was recognised. */
  found: string
  files: { uri: string; text: string }[]
  /** What is left to do, in sentences. */
  notes: string[]
}

/** Asks for a check of all Dockerfiles in some folders, open or not; what is found is published. */
export const lintWorkspaceRequest = 'dockerfileCoach/lintWorkspace'

export interface LintWorkspaceParams {
  /** URIs. */
  folders: string[]
}

export interface LintWorkspaceAnswer {
  files: number
  /** How many problems of each severity there are, in open and closed files. */
  counts: { error: number; warning: number; info: number; hint: number }
  /** Files and folders that cannot be read: `URI is a binary file`. */
  failures: string[]
  /** Whether it ended early, because it was cancelled or asked for anew. */
  cancelled: boolean
}

/** Asks for the rules. */
export const rulesRequest = 'dockerfileCoach/rules'

export interface RuleSummary {
  id: string
  aliases: string[]
  severity: string
  summary: string
}

/** Asks what is active for a resource. */
export const statusRequest = 'dockerfileCoach/status'

export interface StatusParams {
  uri: string | undefined
}

export interface ServerStatus {
  version: string
  runtime: string
  rules: number
  /** The configuration file in use, and how many mistakes it has. */
  configuration: { uri: string; mistakes: number } | undefined
  /** ShellCheck's version, or why it is not used; undefined where no program can be run. */
  shellCheck: string | undefined
}

/** Says that the answer to `statusRequest` may be another one. */
export const statusChangedNotification = 'dockerfileCoach/statusChanged'
