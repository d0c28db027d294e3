import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { networkMount, readFolderFacts, syncedBy } from '../../../src/node/folderFacts.ts';
import { tempFolder } from '../../support/tempFolder.ts';

describe('The folder of a board', () => {
  it('is known to be on a network drive by the mount that covers it most closely', () => {
    const mounts = [
      '22 1 254:0 / / rw,relatime - ext4 /dev/vda rw',
      '41 40 0:51 / /mnt/share/local rw - ext4 /dev/vdb rw',
      '40 22 0:50 / /mnt/share rw shared:1 - nfs4 server:/export rw',
      '42 22 0:52 / /mnt/my\\040drive rw - cifs //server/share rw',
      '43 22 0:53 / /home/ada/remote rw master:1 - fuse.sshfs ada@server: rw',
    ].join('\n');
    const kinds = [
      '/mnt/share/work',
      '/mnt/share/local/work',
      '/mnt/my drive/work',
      '/home/ada/remote',
      '/home/ada/remoter',
      '/mnt/shared',
    ].map((folder) => networkMount(folder, mounts));
    assert.deepEqual(kinds, ['nfs4', undefined, 'cifs', 'fuse.sshfs', undefined, undefined]);
    assert.equal(networkMount('/anywhere', ''), undefined);
  });

  it('is known to be synced by the names of folders above it and by what services leave there', () => {
    const never = (): boolean => false;
    const services = [
      '/home/ada/Dropbox/work',
      '/home/ada/OneDrive - Example Ltd/work',
      '/Users/ada/Library/Mobile Documents/com~apple~CloudDocs/work',
      '/Users/ada/Library/CloudStorage/GoogleDrive-ada@example.com/work',
      '/home/ada/work',
    ].map((folder) => syncedBy(folder, never));
    assert.deepEqual(services, ['Dropbox', 'OneDrive', 'iCloud Drive', 'Google Drive', undefined]);
    assert.equal(
      syncedBy('/home/ada/shared/work', (file) => file === '/home/ada/shared/.stfolder'),
      'Syncthing',
    );
  });

  it('is measured with all that lies in it, and may be one that cannot be written', async (test) => {
    const folder = await tempFolder(test);
    await mkdir(join(folder, '.rota/local/logs'), { recursive: true });
    await writeFile(join(folder, '.rota/local/logs/a'), 'x'.repeat(1000));
    await writeFile(join(folder, '.rota/local/b'), 'x'.repeat(500));
    const store = join(folder, '.rota/local');
    assert.deepEqual(await readFolderFacts(store), { writable: true, network: undefined, synced: undefined, bytes: 1500 });
    assert.deepEqual(await readFolderFacts(join(folder, 'Dropbox/not/there')), {
      writable: true,
      network: undefined,
      synced: 'Dropbox',
      bytes: 0,
    });
    if (process.getuid?.() === 0) return; // root may write everywhere
    await chmod(store, 0o500);
    assert.equal((await readFolderFacts(store)).writable, false);
  });
});
