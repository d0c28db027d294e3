import * as z from 'zod';
import { parseJson } from '../base/json.ts';

const LONGEST = 400;

const text = z.string().nullish().catch(undefined);
const code = z.union([z.string(), z.number()]).nullish().catch(undefined);
const ErrorObject = z.object({ message: text, code, type: text });

/** The shapes in which servers tell what went wrong. */
const ErrorBody = z.object({
  error: z.union([z.string(), ErrorObject]).nullish().catch(undefined),
  message: text,
  detail: z
    .union([z.string(), z.array(z.object({ msg: text }))])
    .nullish()
    .catch(undefined),
});

/** What a server said about a failure. `code` is its own word for it. */
export interface ServerComplaint {
  readonly text: string;
  readonly code: string;
}

/** Reads the error text out of a response body: JSON of any usual shape, the title of an HTML page, or plain text. */
export function readComplaint(body: string, key: string | undefined): ServerComplaint {
  const parsed = parseJson(ErrorBody, body);
  if (parsed) return complaintOf(parsed, key);
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(body)?.[1];
  const plain = title ?? (/^\s*</.test(body) ? '' : body);
  return { text: cleanServerText(plain, key), code: '' };
}

/** The same for an error value that came inside a stream. */
export function readErrorValue(error: unknown, key: string | undefined): ServerComplaint {
  const parsed = ErrorBody.safeParse({ error });
  return parsed.success ? complaintOf(parsed.data, key) : { text: '', code: '' };
}

function complaintOf(body: z.output<typeof ErrorBody>, key: string | undefined): ServerComplaint {
  const { error, message, detail } = body;
  const inner = typeof error === 'object' && error !== null ? error : undefined;
  const details = Array.isArray(detail) ? detail.map((entry) => entry.msg ?? '').join('; ') : detail;
  const said = typeof error === 'string' ? error : (inner?.message ?? message ?? details ?? '');
  return { text: cleanServerText(said, key), code: String(inner?.code ?? inner?.type ?? '') };
}

/** Makes text of a server fit to be shown: no secrets, no control or invisible characters, one line, not long. */
export function cleanServerText(raw: string, key: string | undefined): string {
  const line = maskSecrets(raw.slice(0, 20_000), key)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** Replaces the key, and whatever else looks like one, by stars. */
function maskSecrets(raw: string, key: string | undefined): string {
  // Anything shorter is a placeholder, and would blacken innocent words.
  const masked = key === undefined || key.length < 4 ? raw : raw.replaceAll(key, '***').replaceAll(encodeURIComponent(key), '***');
  return masked.replace(/\b(Bearer\s+)\S+/gi, '$1***').replace(/\b(sk|pk|key|gsk|xai|hf)[-_][A-Za-z0-9_-]{8,}/g, '$1-***');
}
