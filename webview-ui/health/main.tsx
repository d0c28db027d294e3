import { signal } from '@preact/signals';
import { render } from 'preact';
import { HealthUpdate, type HealthRequest } from '../../src/protocol/healthPage.ts';
import { openChannel } from '../shared/channel.ts';
import { onHelpKey } from '../shared/helpKey.ts';
import { Health, type HealthList } from './Health.tsx';
import './health.css';

const channel = openChannel<HealthRequest, typeof HealthUpdate>(HealthUpdate);
const list = signal<HealthList | undefined>(undefined);
const copied = signal(0);

channel.onUpdate((update) => {
  if (update.type === 'health') list.value = update;
  else copied.value += 1;
});
onHelpKey(() => channel.send({ type: 'help' }));
document.addEventListener('keydown', (event) => {
  if (event.key.toLowerCase() === 'r' && !event.ctrlKey && !event.metaKey && !event.altKey && list.value?.running === false)
    channel.send({ type: 'refresh' });
});

function Page() {
  return list.value ? <Health list={list.value} copies={copied.value} send={channel.send} /> : null;
}

const root = document.getElementById('root');
if (root) render(<Page />, root);
channel.send({ type: 'ready' });
