import { foldedNames, isShortName } from './pathNames.ts';

/** Folders that hold credentials: all below them. */
const FOLDERS = [/^\.(aws|ssh|kube|azure|gnupg|docker|gcloud|oci|password-store|chef|terraform\.d)$/, /^gcloud$/];

/** Files that hold credentials, by their usual names. */
const FILES = [
  /^\.env/,
  /\.env$/,
  /^\.dev\.vars/, // environment files
  /^\.(npmrc|yarnrc|yarnrc\.yml|netrc|pgpass|my\.cnf|mylogin\.cnf|pypirc|htpasswd|s3cfg|boto|dockercfg|vault-token|git-credentials|terraformrc)$/,
  /^_netrc$/,
  /^auth\.json$/,
  /^kubeconfig/,
  /\.kubeconfig$/,
  /^terraform\.tfvars/,
  /\.tfvars(\.json)?$/,
  /\.tfstate(\.backup)?$/,
  /^id_(rsa|dsa|ecdsa|ed25519)(_sk)?(?!.*\.pub$)/,
  /^(private|server|client|tls|ssl|deploy)[-_]?key(?!.*\.pub$)/,
  /\.(pem|key|pfx|p12|p8|jks|keystore|ppk|asc|gpg|kdbx|ovpn|mobileprovision|pkcs12)$/,
  /^(\.?credentials|\.?secrets?)(\.(json|ya?ml|toml|ini|txt|xml|properties|env|enc|db|cfg|conf))?$/,
  /credentials?\.(json|ya?ml|toml|ini|csv|xml)$/,
  /secrets?\.(json|ya?ml|toml|ini)$/,
  /^service[-_]?account.*\.json$/,
  /^application_default_credentials\.json$/,
  /^client_secret.*\.json$/,
  /^(firebase-adminsdk|gha-creds).*\.json$/,
  /-firebase-adminsdk-.*\.json$/,
  /^master\.key$/,
  /^wp-config\.php$/,
  /^\.(bash|zsh|sh|python|node_repl|psql|mysql)_history$/,
];

/** Templates that are made to be shared. */
const HARMLESS = /^\.env\.(example|sample|template|dist|defaults)$/;

/** Names in a row: a remote's address in Git's configuration may carry a token. */
const ROWS = [
  ['.git', 'config'],
  ['.cargo', 'credentials'],
  ['.cargo', 'credentials.toml'],
  ['.gem', 'credentials'],
  ['.config', 'gh'],
  ['.m2', 'settings.xml'],
];

/** Whether reading this path may show a secret (relative, `/` separated). Decided by the spelling alone: the file need not exist. */
export function isSecretPath(path: string): boolean {
  const names = foldedNames(path);
  const last = names.at(-1) ?? '';
  return (
    names.some((name) => isShortName(name) || FOLDERS.some((pattern) => pattern.test(name))) ||
    (FILES.some((pattern) => pattern.test(last)) && !HARMLESS.test(last)) ||
    ROWS.some((row) => names.some((_, start) => row.every((name, index) => names[start + index] === name)))
  );
}
