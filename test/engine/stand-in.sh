#!/bin/busybox sh
# Stands in for package managers, compilers and downloads in images of the tests: it records how it was called in
# /calls, and leaves files where the real program would, small and always the same.
set -e
name=$(basename "$0")
echo "$(id -u) $name $*" >>/calls

has() { # a word among the arguments
  for given in $arguments; do [ "$given" = "$1" ] && return 0; done
  return 1
}
arguments=$*
fail() {
  echo "$name: $1" >&2
  exit 1
}
put() { # a file with a line in it
  mkdir -p "$(dirname "$1")" && echo "$2" >"$1"
}
packages() { # the words behind the subcommand that are no flags
  seen=
  for word in "$@"; do
    case $word in -*) continue ;; esac
    [ -n "$seen" ] && echo "${word%%[=<>]*}"
    seen=1
  done
}
install() {
  for package in $(packages "$@"); do put "/installed/$package" "$package"; done
}

case $name in
  apt-get | apt)
    case " $arguments " in
      *" update "*) put /var/lib/apt/lists/index "$(cat /lists 2>/dev/null)" ;;
      *" install "*)
        [ -d /var/lib/apt/lists ] && [ -n "$(ls /var/lib/apt/lists)" ] || fail 'unable to locate package'
        case " $arguments " in
          *" -y "* | *" --yes "* | *" -qq"* | *" -qy "* | *" --assume-yes "* | *" -yq "*) ;;
          *) fail 'Abort.' ;;
        esac
        install "$@"
        has --no-install-recommends || put /installed/recommended recommended
        put /var/log/apt/history.log "$arguments"
        [ -e /etc/apt/apt.conf.d/docker-clean ] || put /var/cache/apt/archives/package.deb package
        ;;
      *" clean "*) rm -rf /var/cache/apt/archives ;;
    esac
    ;;
  apk)
    case " $arguments " in
      *" add "*)
        install "$@"
        has --no-cache || put /var/cache/apk/APKINDEX index
        ;;
      *" update "*) put /var/cache/apk/APKINDEX index ;;
      *" del "*) for package in $(packages "$@"); do rm -f "/installed/$package"; done ;;
    esac
    ;;
  yum | dnf | microdnf | zypper)
    case " $arguments " in
      *" install "*)
        case " $arguments " in
          *" -y "* | *" --assumeyes "* | *" -n "* | *" --non-interactive "* | *" --no-confirm "*) ;;
          *) fail 'Operation aborted.' ;;
        esac
        install "$@"
        put "/var/cache/$name/metadata" metadata
        ;;
      *" clean "*) rm -rf "/var/cache/$name" ;;
    esac
    ;;
  pip | pip3 | python | python3)
    folder=/usr/local/lib/python/site-packages
    case $0 in */bin/*) [ -e "$(dirname "$0")/../pyvenv.cfg" ] && folder=$(dirname "$0")/../site-packages ;; esac
    case " $arguments " in
      *" venv "*)
        for target in "$@"; do :; done
        put "$target/pyvenv.cfg" "home = /usr/local/bin"
        mkdir -p "$target/bin"
        for tool in python python3 pip pip3; do ln -s /usr/local/sbin/stand-in "$target/bin/$tool"; done
        ;;
      *" install "*)
        put "$folder/package.py" package
        has --no-cache-dir || [ -n "$PIP_NO_CACHE_DIR" ] || put "$HOME/.cache/pip/wheel" wheel
        ;;
    esac
    ;;
  npm | yarn | pnpm)
    case " $arguments " in
      *" run build"* | "  build"*) put dist/server.js built ;;
      *" cache "*)
        rm -rf "$HOME/.npm" /usr/local/share/.cache/yarn
        ;;
      *" prune "*) rm -rf node_modules/dev ;;
      *" config "*) put "$HOME/.npmrc" "$arguments" ;;
      *" -g "* | *" --global "*) put /usr/local/lib/node_modules/tool tool ;;
      *" ci "* | *" install "* | *" i "* | "  ")
        rm -rf node_modules
        put node_modules/prod/index.js prod
        case " $arguments " in
          *" --omit=dev "* | *" --production "* | *" --only=production "* | *" --only=prod "* | *" --prod "*) ;;
          *) [ "$NODE_ENV" = production ] || put node_modules/dev/index.js dev ;;
        esac
        [ "$name" = npm ] && put "$HOME/.npm/_cacache/index" cache
        [ "$name" = yarn ] && put /usr/local/share/.cache/yarn/index cache
        ;;
    esac
    ;;
  conda) case " $arguments " in *" install "*) put /opt/conda/pkgs/package package ;; *" clean "*) rm -rf /opt/conda/pkgs ;; esac ;;
  gem)
    case " $arguments " in
      *" install "*) put /usr/local/bundle/cache/package.gem package && put /usr/local/bundle/gems/package package ;;
      *" env "*) echo /usr/local/bundle ;;
    esac
    ;;
  composer) case " $arguments " in *" install "*) put vendor/package package && put "$HOME/.composer/cache/package" package ;; *" clear-cache "* | *" clearcache "*) rm -rf "$HOME/.composer/cache" ;; esac ;;
  go | cargo)
    output=
    previous=
    for word in "$@"; do
      [ "$previous" = -o ] && output=$word
      previous=$word
    done
    case " $arguments " in
      *" install "*) output=${GOBIN:-/go/bin}/app && [ "$name" = cargo ] && output=/usr/local/cargo/bin/app ;;
      *" build "*) [ "$name" = cargo ] && output=target/release/app ;;
    esac
    [ -n "$output" ] && put "$output" program && chmod 755 "$output"
    [ "$name" = go ] && put "$HOME/.cache/go-build/package" package
    ;;
  mvn | gradle) [ "$name" = mvn ] && put target/app.jar archive || put build/libs/app.jar archive ;;
  dotnet)
    previous=
    for word in "$@"; do
      [ "$previous" = -o ] && put "$word/App.dll" program
      previous=$word
    done
    ;;
  useradd | adduser)
    for user in "$@"; do :; done
    number=4242
    previous=
    for word in "$@"; do
      case $previous in -u | --uid) number=$word ;; esac
      previous=$word
    done
    echo "$user:x:$number:$number::/home/$user:/bin/sh" >>/etc/passwd
    mkdir -p "/home/$user" && chown "$number" "/home/$user"
    has --no-log-init || has -l || put /var/log/lastlog "$number"
    ;;
  groupadd | addgroup)
    for group in "$@"; do :; done
    echo "$group:x:4242:" >>/etc/group
    ;;
  curl | wget)
    output=
    previous=
    for word in "$@"; do
      case $previous in --output | -O | -o | -[a-zA-Z]*o) output=$word ;; esac
      case $word in https://* | http://*) address=$word ;; esac
      previous=$word
    done
    [ "$name" = wget ] && [ -z "$output" ] && output=$(basename "$address")
    case " $arguments " in *" -O "*) [ "$name" = curl ] && output=$(basename "$address") ;; esac
    case $output in
      '' | -) echo "$address" ;;
      *.tgz | *.tar.gz)
        mkdir -p /tmp/download && echo content >/tmp/download/content
        touch -t 202601010000 /tmp/download/content
        tar -czf "$output" -C /tmp/download content
        rm -r /tmp/download
        ;;
      *) put "$output" "$address" ;;
    esac
    ;;
  sudo) exec "$@" ;;
esac
exit 0
