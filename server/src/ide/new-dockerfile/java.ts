/** Java programs that Maven or Gradle builds. */

import { choiceAtLeast, exactChoice, findPort, type Project, sources, word } from './project.ts'
import { listed, type Proposal } from './proposal.ts'
import { choicesOf, dockerfileTemplate, withHealthPath, withLines, withoutServer } from './template.ts'

export function javaProposals(project: Project): readonly Proposal[] {
  const gradle = project.files.filter((path) => /^(?:[\w-]+\/)?build\.gradle(?:\.kts)?$/.test(path))
  return [
    ...(project.has('pom.xml') ? [maven(project)] : []),
    ...(gradle.length > 0 ? [gradleProposal(project, gradle)] : []),
  ]
}

/** What the manifests and the settings say of the program. */
interface Server {
  readonly isServer: boolean
  readonly port: string | undefined
  readonly health: string
  readonly framework: string
}

function serverOf(project: Project, manifests: string): Server {
  const framework = /spring-boot/.test(manifests)
    ? 'Spring Boot'
    : /quarkus/.test(manifests)
      ? 'Quarkus'
      : /micronaut/.test(manifests)
        ? 'Micronaut'
        : 'Java'
  const settings = sources(project, /(?:^|\/)application\.(?:properties|ya?ml)$/).map(({ text }) => text)
  const code = sources(project, /\.(?:java|kt)$/).map(({ text }) => text)
  const port = findPort(
    [...settings, ...code],
    [
      /^(?:server|quarkus\.http|micronaut\.server)\.port\s{0,3}[=:]\s{0,3}(?:\$\{\w{1,60}:)?(\d{2,5})\b/m,
      /^server:[ \t]{0,3}\n(?:[ \t]{1,20}[^\s][^\n]{0,200}\n){0,5}?[ \t]{1,20}port:[ \t]{0,3}(?:\$\{\w{1,60}:)?(\d{2,5})\b/m,
      /new (?:InetSocketAddress|ServerSocket)\(\s{0,3}(\d{2,5})\b/,
      /\.(?:start|listen)\(\s{0,3}(\d{2,5})\b/,
    ],
  )
  const isServer =
    /spring-boot-starter-(?:web|webflux|jersey|jetty|undertow)|quarkus-(?:rest|resteasy)|micronaut-http-server|jetty-server|undertow-core|vertx-web|javalin|ktor-server|helidon/.test(
      manifests,
    ) || port !== undefined
  const health = /spring-boot-starter-actuator/.test(manifests)
    ? '/actuator/health'
    : /quarkus-smallrye-health/.test(manifests)
      ? '/q/health'
      : '/'
  return { isServer, port, health, framework }
}

function finish(text: string, { isServer, health }: Server): string {
  return isServer ? withHealthPath(text, health) : withoutServer(text)
}

function maven(project: Project): Proposal {
  const root = project.read('pom.xml')
  const poms = project.files.filter((path) => path.endsWith('/pom.xml'))
  const manifests = [root, ...poms.map(project.read)].join('\n')
  const server = serverOf(project, manifests)
  const version = javaVersion('maven-multistage', manifests, [
    /<java\.version>\s{0,9}(?:1\.)?(\d{1,2})\b/,
    /<maven\.compiler\.(?:release|source|target)>\s{0,9}(?:1\.)?(\d{1,2})\b/,
    /<(?:release|source)>\s{0,9}(?:1\.)?(\d{1,2})<\/(?:release|source)>/,
  ])
  let text = finish(dockerfileTemplate('maven-multistage', { 1: version, 3: server.port }), server)
  const isWhole = project.files.some((path) => path.startsWith('src/'))
  if (!isWhole) text = severalModules(text, project, poms)
  else if (server.framework === 'Quarkus') {
    text = text
      .replace('COPY --from=build /src/target/*.jar app.jar', 'COPY --from=build /src/target/quarkus-app .')
      .replace('"app.jar"', '"quarkus-run.jar"')
  }
  return {
    id: 'maven',
    title: `${server.framework} with Maven`,
    found: listed('pom.xml', version && `Java ${version}`, server.isServer && `port ${server.port ?? '8080'}`),
    dockerfile: text,
    ignore: { prefix: 'dockerignore-java' },
    notes: isWhole ? [] : ['The project has several modules: check which jar is the program.'],
  }
}

/** The modules are copied as a whole, and the jar is that of the module with the program. */
function severalModules(text: string, project: Project, poms: readonly string[]): string {
  const isProgram = (pom: string): boolean =>
    /spring-boot-maven-plugin|<mainClass>|quarkus-maven-plugin/.test(project.read(pom))
  const program = poms.find(isProgram) ?? poms[0]
  const module = word(program?.slice(0, -'/pom.xml'.length))
  const replaced = withLines(text, {
    'COPY pom.xml .': [],
    'RUN --mount=type=cache,target=/root/.m2,sharing=locked mvn -B dependency:go-offline': [],
    'COPY src ./src': ['COPY . .'],
  })
  return module === undefined ? replaced : replaced.replace('/src/target/', `/src/${module}/target/`)
}

function gradleProposal(project: Project, builds: readonly string[]): Proposal {
  const manifests = builds.map(project.read).join('\n')
  const server = serverOf(project, manifests)
  const isBoot = /org\.springframework\.boot/.test(manifests)
  const isFat = /shadow/.test(manifests)
  const version = javaVersion('gradle-multistage', manifests, [
    /languageVersion[^\n]{0,60}?(\d{1,2})\)/,
    /JavaVersion\.VERSION_(?:1_)?(\d{1,2})\b/,
    /(?:source|target)Compatibility\s{0,3}=\s{0,3}["']?(?:1\.)?(\d{1,2})\b/,
  ])
  const task = isBoot ? 'bootJar' : isFat ? 'shadowJar' : 'jar'
  const jar = isFat && !isBoot ? '*-all.jar' : undefined
  const module = project.files.some((path) => path.startsWith('src/')) ? '' : (word(moduleOf(project, builds)) ?? '')
  const values = {
    1: version,
    2: jar,
    3: server.port,
    5: module === '' ? task : `:${module.replaceAll('/', ':')}:${task}`,
  }
  let text = finish(dockerfileTemplate('gradle-multistage', values), server)
  text = withGradleFiles(text, project, module)
  if (!project.has('gradlew')) text = withoutWrapper(text, version)
  const notes =
    isBoot || isFat ? [] : ['A plain jar does not hold its libraries: build one that does, or copy them as well.']
  if (!project.has('gradlew')) notes.push('There is no Gradle wrapper: with one, each build takes the same Gradle.')
  return {
    id: 'gradle',
    title: `${server.framework} with Gradle`,
    found: listed(builds[0], version && `Java ${version}`, server.isServer && `port ${server.port ?? '8080'}`),
    dockerfile: text,
    ignore: { prefix: 'dockerignore-java' },
    notes,
  }
}

function moduleOf(project: Project, builds: readonly string[]): string | undefined {
  const nested = builds.filter((path) => path.includes('/'))
  const program =
    nested.find((path) => /springframework\.boot|\bapplication\b|shadow/.test(project.read(path))) ?? nested[0]
  return program?.slice(0, program.lastIndexOf('/'))
}

const copyOfBuild = 'COPY gradlew settings.gradle* build.gradle* ./'
const firstLook = 'RUN --mount=type=cache,target=/root/.gradle,sharing=locked ./gradlew --no-daemon dependencies'

/** Copies the build files that are there. A module is built from the whole project, whose modules Gradle looks for. */
function withGradleFiles(text: string, project: Project, module: string): string {
  const wrapper = project.has('gradlew') ? ['gradlew'] : []
  const settings = ['settings.gradle', 'settings.gradle.kts'].some(project.has) ? ['settings.gradle*'] : []
  const own = project.files.some((path) => /^build\.gradle/.test(path)) ? ['build.gradle*'] : []
  const properties = project.has('gradle.properties') ? ['gradle.properties'] : []
  const hasFolder = project.files.some((path) => path.startsWith('gradle/'))
  const copied = withLines(text, {
    [copyOfBuild]: module === '' ? [`COPY ${[...wrapper, ...settings, ...own, ...properties].join(' ')} ./`] : [],
    'COPY gradle ./gradle': hasFolder && module === '' ? ['COPY gradle ./gradle'] : [],
    [firstLook]: module === '' ? [firstLook] : [],
    'COPY src ./src': [module === '' ? 'COPY src ./src' : 'COPY . .'],
  })
  return module === '' ? copied : copied.replace('/src/build/libs/', `/src/${module}/build/libs/`)
}

/** The image of Gradle in the place of the wrapper. */
function withoutWrapper(text: string, version: string | undefined): string {
  const java = version ?? choicesOf('gradle-multistage', 1)[0]
  return text
    .replace(`FROM eclipse-temurin:${java}-jdk AS build`, `FROM gradle:9-jdk${java} AS build`)
    .replaceAll('target=/root/.gradle', 'target=/home/gradle/.gradle')
    .replaceAll('./gradlew', 'gradle')
}

function javaVersion(prefix: string, text: string, patterns: readonly RegExp[]): string | undefined {
  const choices = choicesOf(prefix, 1)
  const wanted = patterns.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined)
  return wanted === undefined ? undefined : (exactChoice(choices, wanted) ?? choiceAtLeast(choices, wanted))
}
