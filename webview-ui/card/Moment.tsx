import { exactTime, timeAgo } from './words.ts';

/** A time as people say it, with the exact one in its tooltip. */
export function Moment({ at }: { readonly at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {timeAgo(at, Date.now())}
    </time>
  );
}
