/** Text of files and programs for places of the editor that read more than text: links in messages, icons in labels. */

/**
 * The text with what VS Code would read in it broken by an invisible character: links (`[x](command:y)`, which a
 * message turns into one that runs a command) and icons (`$(x)`). Control characters become pictures of themselves.
 */
export function inert(text: string): string {
  return withoutControls(text).replace(/[\]$](?=\()/g, '$&\u200b')
}

/** The text with its control characters replaced by pictures of them, so that it cannot steer a terminal. */
export function withoutControls(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => {
      const code = character.charCodeAt(0)
      if (code === 0x0a || code === 0x0d) return ' '
      return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd'
    },
  )
}
