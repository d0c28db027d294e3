import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { FolderFacts } from '../core/health/boardHealth.ts';
import { resolved } from './paths.ts';

/** File systems whose files live on another machine. */
const NETWORK =
  /^(nfs\d?|cifs|smb\w*|afs|ncpfs|9p|ceph|glusterfs|lustre|vboxsf|davfs\d?|webdav|afpfs|fuse\.(sshfs|rclone|s3fs|davfs\d?|gvfsd-fuse|glusterfs|vmhgfs-fuse|gcsfuse|ceph))$/;

/** Folders that sync services make, as they name them. */
const SYNCED: readonly (readonly [folder: RegExp, service: string])[] = [
  [/^OneDrive( - .+)?$/i, 'OneDrive'],
  [/^Dropbox( \(.+\))?$/i, 'Dropbox'],
  [/^(Google ?Drive|GoogleDrive-.+|My Drive)$/i, 'Google Drive'],
  [/^(iCloud ?Drive|Mobile Documents|com~apple~CloudDocs)$/i, 'iCloud Drive'],
  [/^Nextcloud$/i, 'Nextcloud'],
  [/^ownCloud$/i, 'ownCloud'],
  [/^pCloudDrive$/i, 'pCloud'],
  [/^MEGA$/, 'MEGA'],
];
/** Files that sync services leave at the top of what they sync. */
const MARKS: Readonly<Record<string, string>> = {
  '.stfolder': 'Syncthing',
  '.dropbox': 'Dropbox',
  '.nextcloudsync.log': 'Nextcloud',
  '.owncloudsync.log': 'ownCloud',
};

/** What the machine says of the place of a board: `store` is the folder that its files are in, or would be. */
export async function readFolderFacts(store: string): Promise<FolderFacts> {
  const real = resolved(store);
  const [network, bytes] = await Promise.all([networkOf(real), sizeOf(store)]);
  return { writable: isWritable(store), network, synced: syncedBy(real, existsSync), bytes };
}

/** The service that syncs a path, told by names of folders above it and by the marks that services leave there. */
export function syncedBy(folder: string, exists: (file: string) => boolean): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const known = SYNCED.find(([pattern]) => pattern.test(path.basename(at)));
    const mark = Object.keys(MARKS).find((name) => exists(path.join(at, name)));
    const service = known?.[1] ?? (mark === undefined ? undefined : MARKS[mark]);
    if (service !== undefined || path.dirname(at) === at) return service;
  }
}

/** The kind of a network file system that a path is on, from what Linux says is mounted (`/proc/self/mountinfo`). */
export function networkMount(folder: string, mountinfo: string): string | undefined {
  let [longest, kind] = ['', ''];
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const point = (before.split(' ')[4] ?? '').replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
    const covers = point === '/' || folder === point || folder.startsWith(`${point}/`);
    // Of two mounts on one point the later one is seen.
    if (point !== '' && covers && point.length >= longest.length) [longest, kind] = [point, after.split(' ')[0] ?? ''];
  }
  return NETWORK.test(kind) ? kind : undefined;
}

async function networkOf(folder: string): Promise<string | undefined> {
  switch (process.platform) {
    case 'win32':
      return /^\\\\[^?.]/.test(folder) ? 'UNC' : undefined;
    case 'darwin':
      return networkMount(folder, await macMounts());
    default:
      return networkMount(folder, await readFile('/proc/self/mountinfo', 'utf8').catch(() => ''));
  }
}

/** `//ada@server/share on /Volumes/share (smbfs, nodev)`, in the form of Linux. */
async function macMounts(): Promise<string> {
  const { stdout } = await promisify(execFile)('/sbin/mount', { timeout: 2000 }).catch(() => ({ stdout: '' }));
  return stdout.replace(
    /^.* on (.*) \((\w+).*\)$/gm,
    (_, point: string, kind: string) => `0 0 0 / ${point.replaceAll(' ', '\\040')} - ${kind} x`,
  );
}

/** What is not there yet can be made where the nearest folder above it can be written. */
function isWritable(folder: string): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if (!existsSync(at) && path.dirname(at) !== at) continue;
    try {
      accessSync(at, constants.W_OK);
      return true;
    } catch {
      return false;
    }
  }
}

/** Bytes of all files below a folder; what cannot be read counts nothing. */
export async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(path.join(entry.parentPath, entry.name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
