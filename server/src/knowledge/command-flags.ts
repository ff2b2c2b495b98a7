/** Which flags of common commands take the next word as their value, so that operands can be told from values. */

const none: ReadonlySet<string> = new Set()

const set = (flags: string): ReadonlySet<string> => new Set(flags.split(' '))

const apt = set(
  '-o --option -c --config-file -t --target-release --default-release -a --host-architecture -P --build-profiles',
)
const dnf = set(
  '-c --config -d --debuglevel -e --errorlevel -x --exclude --excludepkgs --enablerepo --disablerepo --repo --repoid --installroot --releasever --setopt --comment --forcearch --advisory --rpmverbosity --repofrompath --enableplugin --disableplugin --disableexcludes -R --randomwait --color --security-severity --downloaddir --destdir',
)
const pip = set(
  '-r --requirement -c --constraint -e --editable -i --index-url --extra-index-url -f --find-links -t --target --prefix --root -b --build -d --download --python --proxy --retries --timeout --exists-action --trusted-host --cert --client-cert --cache-dir --log --src --upgrade-strategy --global-option --install-option --config-settings -C --no-binary --only-binary --platform --python-version --implementation --abi --progress-bar --report --use-feature --use-deprecated --build-option -w --wheel-dir --dest --group --keyring-provider --root-user-action',
)

/** Flags by command. Sources: the commands' manual pages. */
const flags: Readonly<Record<string, ReadonlySet<string>>> = {
  'apt-get': apt,
  apt: apt,
  aptitude: set('-o -t --target-release -d -q -w -F --display-format -O --sort'),
  apk: set(
    '-X --repository -p --root -t --virtual --arch --keys-dir --repositories-file --wait --cache-dir --cache-max-age --progress-fd --timeout',
  ),
  yum: dnf,
  dnf,
  dnf5: dnf,
  microdnf: dnf,
  tdnf: dnf,
  zypper: set(
    '-R --root -c --config -D --reposdir -C --cache-dir -p --plus-repo --repo -r --from --releasever -t --type --download --capability --name',
  ),
  pip,
  pip2: pip,
  pip3: pip,
  pipx: set('--python --spec --pip-args -i --index-url --suffix'),
  pipenv: set('-r --requirements --python -i --index --pypi-mirror --categories'),
  poetry: set('--with --without --only -E --extras -C --directory -P --project -G --group --source --python'),
  uv: set(
    '--python -p --extra --group --only-group --no-group --index-url -i --extra-index-url --index --default-index -f --find-links --project --directory -r --requirement --requirements -c --constraint --constraints --override -e --editable --package --link-mode --cache-dir --resolution --prerelease --with --from --target --prefix --config-file',
  ),
  bundle: set('--jobs -j --retry --path --without --with --gemfile --binstubs --version -v --source -s --group -g'),
  bun: set('--cwd --registry --cache-dir -c --config --backend --filter --omit --cafile --ca'),
  deno: set('-c --config --lock --import-map --reload -n --name --root --allow-net --allow-read --cert'),
  pacman: set(
    '-b --dbpath -r --root --cachedir --config --arch --color --ignore --ignoregroup --overwrite --assume-installed',
  ),
  choco: set('--version -s --source --params --package-parameters --install-arguments --ia -u --user -p --password'),
  cpanm: set('-l --local-lib -L --local-lib-contained --mirror -M --from --installdeps-path --cpanfile'),
  npm: set(
    '--prefix -C --registry -w --workspace --cache --loglevel --userconfig --globalconfig --tag --omit --include --only --before --install-strategy --fetch-retries --fetch-timeout --maxsockets --network-timeout --otp --script-shell',
  ),
  yarn: set(
    '--cwd --registry --cache-folder --modules-folder --network-timeout --network-concurrency --mutex --proxy --https-proxy --use-yarnrc --preferred-cache-folder',
  ),
  pnpm: set('-C --dir --registry --store-dir --filter -F --reporter --loglevel --prefix'),
  gem: set(
    '-v --version -i --install-dir -n --bindir -p --http-proxy -s --source -P --trust-policy --platform --document -g --file',
  ),
  go: set(
    '-C -o -p -ldflags -gcflags -asmflags -tags -mod -modfile -overlay -pkgdir -buildmode -compiler -installsuffix -exec -run',
  ),
  cargo: set(
    '--target --manifest-path --target-dir --features -F -p --package --bin --bins --example --profile -j --jobs --color --config -Z --message-format --root --git --branch --tag --rev --path --registry --index --version --vers -C',
  ),
  conda: set('-n --name -p --prefix -c --channel -f --file --solver --experimental-solver --repodata-fn'),
  mamba: set('-n --name -p --prefix -c --channel -f --file'),
  micromamba: set('-n --name -p --prefix -c --channel -f --file -r --root-prefix'),
  composer: set('-d --working-dir --prefer-install --ignore-platform-req --apcu-autoloader-prefix'),
  curl: set(
    '-o --output -H --header -d --data --data-raw --data-binary -X --request -u --user -A --user-agent -e --referer -b --cookie -c --cookie-jar -x --proxy -F --form -m --max-time --connect-timeout --retry --retry-delay --retry-max-time --cacert --cert -E --key --resolve -w --write-out -T --upload-file -z --time-cond -y -Y --limit-rate --max-redirs -C --continue-at -r --range --output-dir -K --config --ciphers --proto --url --interface -D --dump-header',
  ),
  wget: set(
    '-O --output-document -P --directory-prefix -o --output-file -a --append-output -i --input-file --header --user --password -U --user-agent -t --tries -T --timeout -w --wait -Q --quota -e --execute --ca-certificate --post-data --post-file --referer --limit-rate --waitretry --retry-on-http-error --progress --dns-timeout --connect-timeout --read-timeout -A -R -D -X -I -l --level',
  ),
  tar: set(
    '-f --file -C --directory -T --files-from -X --exclude-from -I --use-compress-program -b -g -H -K -L -N -V --transform --exclude --strip-components --strip --owner --group --mode',
  ),
  useradd: set(
    '-b --base-dir -c --comment -d --home --home-dir -e --expiredate -f --inactive -g --gid -G --groups -k --skel -K --key -p --password -R --root -s --shell -u --uid -Z --selinux-user',
  ),
  adduser: set(
    '-h --home -g --gecos -s --shell -G --ingroup -u --uid -k --skel --gid --firstuid --lastuid --conf --comment',
  ),
  groupadd: set('-g --gid -K --key -p --password -R --root -P --prefix'),
  addgroup: set('-g --gid --firstgid --lastgid'),
  usermod: set(
    '-c -d -e -f -g -G -l -p -R -s -u -v -V -w -W --comment --home --expiredate --inactive --gid --groups --login --password --root --shell --uid',
  ),
  git: set(
    '-C -c --git-dir --work-tree -b --branch --depth -o --origin --reference --config -u --upload-pack --shallow-since --shallow-exclude --separate-git-dir -j --jobs --filter',
  ),
  chown: set('--from --reference'),
  chmod: set('--reference'),
  gpg: set(
    '--keyserver --keyserver-options --homedir --recv-keys -o --output --default-key --options -r --recipient -u --local-user',
  ),
  mvn: set('-f --file -s --settings -gs -P --activate-profiles -pl --projects -T --threads -l --log-file'),
  gradle: set('-p --project-dir -b --build-file -g --gradle-user-home -I --init-script -x --exclude-task'),
  dotnet: set(
    '-c --configuration -f --framework -r --runtime -o --output -v --verbosity -s --source --configfile --packages -p --project -a --arch --os --version-suffix',
  ),
  unzip: set('-d -P -x'),
  docker: set('-H --host --config --context -l --log-level'),
  su: set('-c --command -s --shell -g --group -G --supp-group -w --whitelist-environment'),
  ssh: set('-i -p -o -l -F -L -R -D -J'),
  sh: set('-o +o'),
  bash: set('-o +o --rcfile --init-file'),
}

/** The flags of a command that take the next word; empty for commands that are not known. */
export function valueFlags(command: string): ReadonlySet<string> {
  return Object.hasOwn(flags, command) ? flags[command] : none
}
