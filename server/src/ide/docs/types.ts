/** The shapes of the teaching texts: plain data that hover, completion and the documentation render. */

/** The page that every `url` of an instruction, flag or directive points into. */
export const referenceUrl = 'https://docs.docker.com/reference/dockerfile/'

/** A lesson of the course, with the part that teaches it. */
export type Lesson =
  | 'Multi-stage builds (part 1)'
  | 'Build arguments and environment variables (part 1)'
  | 'Layer caching strategies (part 1)'
  | 'Minimise the attack surface (part 1)'
  | 'Multi-architecture images (part 1)'
  | 'Testing Docker builds (part 1)'
  | 'Base image selection (part 2)'
  | 'Metadata and labels (part 2)'
  | 'Working directory (part 2)'
  | 'Copying files (part 2)'
  | 'Running commands (part 2)'
  | 'Permission issues (part 2)'
  | 'Image anatomy: layers and metadata (part 3)'
  | 'Writing effective Dockerfiles (part 3)'
  | 'Every instruction explained (part 3)'
  | 'Minimise layers (part 3)'
  | 'Order instructions by change frequency (part 3)'
  | 'Using .dockerignore (part 3)'
  | 'Minimal base images (part 3)'
  | 'Clean up in the same layer (part 3)'
  | 'Leveraging the build cache (part 3)'
  | 'BuildKit (part 3)'
  | 'Mounting secrets (part 3)'
  | 'SSH mount (part 3)'
  | 'Elements of the Dockerfile (part 4)'
  | 'Multi-stage builds (part 5)'
  | 'Choose lightweight base images (part 5)'
  | 'Minimise layers (part 5)'
  | 'Clean up caches (part 5)'
  | 'Copy dependency files first (part 5)'
  | 'BuildKit cache mounts (part 5)'
  | 'Run as a non-root user (part 5)'
  | 'Minimal permissions (part 5)'
  | 'Keep secrets out (part 5)'
  | 'Pin specific versions (part 5)'
  | 'HEALTHCHECK (part 5)'
  | 'LABEL for metadata (part 5)'

/** What every entry has. Texts are Markdown with code spans only. */
export interface Doc {
  /** One or two sentences, at most 280 characters. */
  readonly summary: string
  /** Lines of a Dockerfile that use it; `FROM` is left out where it adds nothing. */
  readonly example: string
}

export interface InstructionDoc extends Doc {
  /** The syntax lines, most used first. */
  readonly forms: readonly string[]
  /** What the lesson advises, in one or two sentences. */
  readonly advice: string
  readonly lesson: Lesson
  readonly url: string
}

/** A value that a flag, directive or option takes. */
export interface ValueDoc {
  readonly value: string
  readonly summary: string
}

export interface FlagDoc extends Doc {
  /** How it is written, with its value. */
  readonly form: string
  /** The values to choose from; absent where the value is free. */
  readonly values?: readonly ValueDoc[]
  /** What holds when the flag is left out. */
  readonly default?: string
  /** The first stable Dockerfile frontend that has it; '1.0' where every BuildKit frontend has it. */
  readonly since: string
  readonly url: string
}

export interface MountTypeDoc extends Doc {
  readonly since: string
  readonly url: string
}

/** The option of one mount type. */
export interface MountOptionDoc {
  readonly summary: string
  /** Other spellings of the same option. */
  readonly aliases?: readonly string[]
  /** What the option expects: a path, an octal mode… */
  readonly value: string
  readonly values?: readonly ValueDoc[]
  readonly default?: string
  /** True where the mount is an error without it. */
  readonly required?: true
  /** The first stable frontend, where it is younger than the mount type. */
  readonly since?: string
}

export interface DirectiveDoc extends Doc {
  readonly form: string
  readonly values: readonly ValueDoc[]
  readonly default: string
  readonly since: string
  readonly advice: string
  readonly lesson: Lesson
  readonly url: string
}

export interface HeredocDoc extends Doc {
  readonly since: string
  readonly url: string
}

export interface SubstitutionDoc extends Doc {
  /** The modified reference, as in `${variable:-word}`. */
  readonly form: string
  /** What it gives for a sample, in words. */
  readonly result: string
  readonly since: string
  readonly url: string
}

export interface PredefinedArgDoc {
  readonly summary: string
  /** `platform` and `stage` must be declared in a stage; `proxy` reaches RUN undeclared; `builder` steers BuildKit. */
  readonly kind: 'platform' | 'stage' | 'proxy' | 'builder'
  /** A value that it may have, as for `docker build --build-arg <name>=<sample>`. */
  readonly sample: string
  /** Lines of a Dockerfile that use it; absent for those that are only passed on the command line. */
  readonly example?: string
  /** The first stable frontend, where that is known to be younger than 1.0. */
  readonly since?: string
  readonly url: string
}

export interface SignalDoc {
  /** The number on Linux (amd64, arm64). */
  readonly number: number
  readonly summary: string
  /** False where it is no way to ask a process to end. */
  readonly graceful: boolean
}

export interface CommandFlagDoc {
  readonly flag: string
  readonly summary: string
}

export interface CommandDoc extends Doc {
  /** Other spellings with the same meaning, subcommand included. */
  readonly aliases?: readonly string[]
  /** The flags that matter in an image build. */
  readonly flags: readonly CommandFlagDoc[]
  /** The cache mounts that fit it, as flags of RUN for root; empty where none helps. */
  readonly cacheMounts: readonly string[]
  /** What else the mount or the command needs. */
  readonly note?: string
  readonly lesson: Lesson
}
