/** The text of `dockerfile-coach help`. */

export const overview = `dockerfile-coach: best practices for Dockerfiles, checked and fixed

usage: dockerfile-coach COMMAND [OPTIONS] [PATH…]

  check    lists the problems in files and folders
  fix      writes the fixes that leave the image the same
  rules    lists the rules
  explain  says why a rule exists, with an example before and after
  ast      prints the syntax tree of each file as one line of JSON
  config   shows, checks and migrates configuration
  lsp      runs the language server

  dockerfile-coach COMMAND --help   lists the options of a command
  dockerfile-coach --version

exit status: 0 clean, 1 problems, 2 wrong arguments, configuration or unreadable files, 3 internal failure
`
