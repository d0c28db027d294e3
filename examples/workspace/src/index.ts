export { formatDuration, parseDuration } from './duration.ts';
export { shorten } from './shorten.ts';
export { slugify } from './slug.ts';
