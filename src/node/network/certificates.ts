import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as tls from 'node:tls';

type Environment = Readonly<Record<string, string | undefined>>;

const FILES = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'] as const;
const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED )?CERTIFICATE-----/g;
const MOST_FILES = 2000;
const MOST_BYTES = 16 * 1024 * 1024;

/** What an environment says of certificates to trust. */
export interface StatedCertificates {
  /** All that are trusted, with those that node knows itself; `undefined` when the environment adds none. */
  readonly trusted: readonly string[] | undefined;
  /** Variables that name something without a certificate that can be read. */
  readonly useless: readonly { readonly variable: string; readonly path: string }[];
}

/** Reads `SSL_CERT_FILE` and `SSL_CERT_DIR`, which node leaves to others, beside its own `NODE_EXTRA_CA_CERTS`. */
export function statedCertificates(environment: Environment): StatedCertificates {
  const useless: { variable: string; path: string }[] = [];
  const read = (variable: string, list: (path: string) => string[]): string[] => {
    const path = environment[variable];
    if (!path) return [];
    const found = list(path);
    if (found.length === 0) useless.push({ variable, path });
    return found;
  };
  const added = [...FILES.flatMap((variable) => read(variable, certificatesIn)), ...read('SSL_CERT_DIR', certificatesBelow)];
  return { trusted: added.length === 0 ? undefined : [...tls.rootCertificates, ...new Set(added)], useless };
}

function certificatesIn(file: string): string[] {
  try {
    const { size } = statSync(file);
    return size > MOST_BYTES ? [] : (readFileSync(file, 'utf8').match(CERTIFICATE) ?? []);
  } catch {
    return [];
  }
}

function certificatesBelow(folders: string): string[] {
  return folders.split(process.platform === 'win32' ? ';' : ':').flatMap((folder) => {
    try {
      return readdirSync(folder)
        .slice(0, MOST_FILES)
        .flatMap((name) => certificatesIn(join(folder, name)));
    } catch {
      return [];
    }
  });
}
