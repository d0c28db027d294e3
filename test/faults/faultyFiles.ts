import type { StoreFiles } from '../../src/core/store/storeFiles.ts';
import { diskError } from './memoryDisk.ts';

/** Which file call goes wrong. */
export interface Fault {
  /** Counted from 1 over all calls. */
  readonly call: number;
  /** This call only, or every one from it on. */
  readonly lasting: boolean;
  /** Whether a write that fails leaves half its bytes behind. */
  readonly half: boolean;
}

/** What happened to a faulty disk. */
export interface FaultCount {
  calls: number;
  /** The operation that failed first. */
  failed: keyof StoreFiles | undefined;
}

/** The files, but one call (and maybe all later ones) fails with an input/output error. */
export function failingFiles(files: StoreFiles, fault: Fault): { files: StoreFiles; count: FaultCount } {
  const count: FaultCount = { calls: 0, failed: undefined };
  const failing = new Proxy(files, {
    get(target, name: keyof StoreFiles) {
      const operation = target[name].bind(target) as (...args: unknown[]) => unknown;
      return (...args: unknown[]): unknown => {
        count.calls += 1;
        const fails = fault.lasting ? count.calls >= fault.call : count.calls === fault.call;
        if (!fails) return operation(...args);
        count.failed ??= name;
        const bytes = args[1];
        if (fault.half && bytes instanceof Uint8Array) operation(args[0], bytes.subarray(0, bytes.length >> 1), args[2]);
        const error = diskError('EIO', name);
        if (name === 'datasync') return Promise.reject(error);
        throw error;
      };
    },
  });
  return { files: failing, count };
}

/** The files on a disk with room for `free` more bytes. A write first takes what fits and complains only the next time, as real ones do. */
export function smallDisk(files: StoreFiles, free: number): { files: StoreFiles; addRoom(bytes: number): void } {
  let room = free;
  const small = new Proxy(files, {
    get(target, name: keyof StoreFiles) {
      if (name !== 'write') return target[name].bind(target);
      return (file: number, bytes: Uint8Array, position: number | null): number => {
        // Space that was written once stays taken: overwriting a zero-filled part needs none.
        const grows = position === null ? bytes.length : Math.max(0, position + bytes.length - Math.max(target.size(file), position));
        const fitting = Math.min(bytes.length, bytes.length - grows + Math.max(0, room));
        if (fitting <= 0) throw diskError('ENOSPC', 'no space left on device');
        room -= Math.max(0, grows - (bytes.length - fitting));
        return target.write(file, bytes.subarray(0, fitting), position);
      };
    },
  });
  return { files: small, addRoom: (bytes) => void (room += bytes) };
}
