import type { Task } from '../model/task.ts';

/** A card in one line, as models read it. */
export function taskLine(task: Task): string {
  const progress = task.progress > 0 && task.progress < 100 ? `, ${task.progress} %` : '';
  const labels = task.labels.length > 0 ? ` [${task.labels.join(', ')}]` : '';
  const why = task.statusReason === null ? '' : ` (${task.statusReason})`;
  return `#${task.number} ${task.title}: ${task.status}${why}, ${task.priority}${progress}${labels}`;
}
