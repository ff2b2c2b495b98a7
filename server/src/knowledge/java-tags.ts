/** How the tags of Maven and Tomcat say which Java they bring, where that has changed over their releases. */

/** Java releases for which both images are published. Source: their lists of tags, August 2026. */
const javaByTomcat: Readonly<Record<string, readonly string[]>> = {
  '9.0': ['8', '11', '17', '21', '25'],
  '10.1': ['11', '17', '21', '25'],
  '11.0': ['17', '21', '25'],
}

/**
 * The part of a tag behind the version, as the images of a supported version have it; undefined where there is none of
 * the kind. `jdk-8` and `openjdk-11` of Maven became `eclipse-temurin-8` when the openjdk image was deprecated.
 */
export function javaVariant(repository: string, version: string, variant: string): string | undefined {
  if (repository === 'maven') {
    const [, vendor, java, alpine = ''] =
      /^(jdk|openjdk|eclipse-temurin|amazoncorretto)-(8|11|17|21)(?:-slim|(-alpine))?$/.exec(variant) ?? []
    if (vendor === undefined) return undefined
    if (vendor !== 'amazoncorretto') return `eclipse-temurin-${java}${alpine}`
    return alpine === '' ? variant : undefined
  }
  if (repository !== 'tomcat' || !Object.hasOwn(javaByTomcat, version)) return undefined
  const [, kind, java, vendor = ''] =
    /^(jdk|jre)(\d+)(?:-(?:openjdk|openjdk-slim|temurin)|(-corretto))?$/.exec(variant) ?? []
  if (kind === undefined || !javaByTomcat[version].includes(java) || (vendor !== '' && kind === 'jre')) return undefined
  return `${kind}${java}${vendor}`
}
