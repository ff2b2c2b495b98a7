/** The reference of a text that is one, for tests. */
import { type ImageReference, parseImageReference } from '../../server/src/knowledge/image-reference.ts'

export function image(text: string): ImageReference {
  const reference = parseImageReference(text)
  if (!reference) throw new Error(`no image reference: ${text}`)
  return reference
}
