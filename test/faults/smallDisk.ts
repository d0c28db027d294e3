import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const MOST_MB = 64;

/** A disk of its own for a test, which can be filled and taken out. */
export class SmallDisk {
  readonly folder: string;
  readonly #backing: string;

  private constructor(folder: string, backing: string) {
    this.folder = folder;
    this.#backing = backing;
  }

  /** `undefined` where this user may mount none. */
  static mount(parent: string): SmallDisk | undefined {
    const [folder, backing] = [join(parent, 'disk'), join(parent, 'backing')];
    for (const each of [folder, backing]) mkdirSync(each);
    if (!mount('-t', 'tmpfs', '-o', `size=${MOST_MB}m`, 'none', backing)) return undefined;
    const disk = new SmallDisk(folder, backing);
    if (disk.insert()) return disk;
    disk.destroy();
    return undefined;
  }

  /** Fills it to the last byte; answers what makes room again. */
  fill(): () => void {
    const ballast = join(this.folder, 'ballast');
    const file = openSync(ballast, 'w');
    try {
      for (let size = 2 ** 20; size >= 1; size = Math.floor(size / 4)) {
        try {
          for (;;) writeSync(file, new Uint8Array(size));
        } catch {
          // a smaller piece may still find room
        }
      }
    } finally {
      closeSync(file);
    }
    return () => rmSync(ballast, { force: true });
  }

  /** Whoever has files of it open keeps them, but nothing is at their names any more; answers what brings it back. */
  takeOut(): () => void {
    spawnSync('umount', ['-l', this.folder]);
    return () => void this.insert();
  }

  insert(): boolean {
    if (readdirSync(this.folder).length > 0) return true;
    return mount('--bind', this.#backing, this.folder);
  }

  destroy(): void {
    for (const each of [this.folder, this.#backing]) spawnSync('umount', ['-l', each]);
  }
}

function mount(...args: string[]): boolean {
  return spawnSync('mount', args).status === 0;
}
