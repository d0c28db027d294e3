import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { crc32 } from 'node:zlib';
import type { StoreFiles } from '../core/store/storeFiles.ts';

const { O_RDONLY, O_RDWR, O_WRONLY, O_CREAT, O_TRUNC, O_APPEND } = fs.constants;
// Absent on Windows. A store that came with a repository may hold links to files elsewhere: they are never followed.
const noFollow = fs.constants.O_NOFOLLOW ?? 0;
// A pipe that lies in a file's place must not make its reader wait for a writer.
const noWait = fs.constants.O_NONBLOCK ?? 0;
const FLAGS = {
  read: O_RDONLY | noFollow | noWait,
  create: O_WRONLY | O_CREAT | O_TRUNC | noFollow,
  update: O_RDWR | noFollow,
  append: O_WRONLY | O_CREAT | O_APPEND | noFollow,
};
const WINDOWS = process.platform === 'win32';
const RENAME_TRIES = 10;

/** The store's files on a real disk. Folders are made for their owner only. */
export const nodeStoreFiles: StoreFiles = {
  makeFolder,
  listFolder: (path) => fs.readdirSync(path),
  exists: (path) => fs.existsSync(path),
  isFile: (path) => fs.lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
  open: (path, how) => fs.openSync(path, FLAGS[how], 0o600),
  close: (file) => fs.closeSync(file),
  read(path) {
    const file = fs.openSync(path, FLAGS.read);
    try {
      const { buffer, byteOffset, length } = fs.readFileSync(file);
      return new Uint8Array(buffer, byteOffset, length);
    } finally {
      fs.closeSync(file);
    }
  },
  isFolder: (path) => fs.lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
  checksum: (bytes) => crc32(bytes),
  digest: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  readPart(file, position, length) {
    const bytes = new Uint8Array(length);
    let filled = 0;
    for (let count = -1; count !== 0 && filled < length; filled += count) {
      count = fs.readSync(file, bytes, filled, length - filled, position + filled);
    }
    return bytes.subarray(0, filled);
  },
  write: (file, bytes, position) => fs.writeSync(file, bytes, 0, bytes.length, position),
  size: (file) => fs.fstatSync(file).size,
  isAt(file, path) {
    const [own, there] = [fs.fstatSync(file, { bigint: true }), fs.lstatSync(path, { bigint: true, throwIfNoEntry: false })];
    return there?.ino === own.ino && there.dev === own.dev;
  },
  truncate: (file, length) => fs.ftruncateSync(file, length),
  sync: (file) => fs.fsyncSync(file),
  datasync: (file) => new Promise((resolve, reject) => fs.fdatasync(file, (error) => (error ? reject(error) : resolve()))),
  rename,
  remove: (path) => fs.rmSync(path, { force: true }),
  syncFolder(path) {
    if (WINDOWS) return; // no such call there; NTFS journals renames itself
    const folder = fs.openSync(path, O_RDONLY);
    try {
      fs.fsyncSync(folder);
    } finally {
      fs.closeSync(folder);
    }
  },
};

function makeFolder(path: string): void {
  try {
    fs.mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** On Windows a virus scanner or a viewer may hold a file for a moment. */
function rename(from: string, to: string): void {
  for (let tries = 1; ; tries++) {
    try {
      return fs.renameSync(from, to);
    } catch (error) {
      if (!WINDOWS || tries === RENAME_TRIES) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10 * tries);
    }
  }
}
