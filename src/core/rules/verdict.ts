import * as l10n from '@vscode/l10n';
import { checkTitle, type Check, type CheckSpec } from '../model/check.ts';

/** What the checks say about a finished piece of work. */
export type Verdict =
  | { readonly kind: 'done' }
  /** A person must look; `reason` says why Rota does not decide by itself. */
  | { readonly kind: 'review'; readonly reason: string }
  | { readonly kind: 'failing'; readonly checks: readonly Check[] };

/** What happened to the files that the evidence rests on. */
export interface Disturbance {
  /** Paths that tools wrote, in this or an earlier run of the card. */
  readonly touched: readonly string[];
  /** Paths below the commands of checks that changed during the run, by whatever route. */
  readonly changedGround: readonly string[];
  /** Why changes may have gone unseen, for people; `undefined`: none could. */
  readonly unwatched: string | undefined;
}

/**
 * Done without a person needs every accepted check green and at least one that was red before the agent started,
 * and a run that did not touch what that evidence rests on. Everything else waits in review.
 */
export function judge(checks: readonly Check[], disturbance: Disturbance, simulated: boolean): Verdict {
  const accepted = checks.filter((check) => check.state === 'accepted');
  const failing = accepted.filter((check) => check.latest?.passed === false && check.latest.unmeasured === undefined);
  if (simulated) return { kind: 'review', reason: l10n.t('Simulated run: no model was asked, so nothing was done.') };
  if (failing.length > 0) return { kind: 'failing', checks: failing };
  if (accepted.length === 0) return { kind: 'review', reason: l10n.t('It has no check, so a person decides.') };
  const unmeasured = accepted.find((check) => check.latest === null || check.latest.unmeasured !== undefined);
  if (unmeasured) return { kind: 'review', reason: unmeasuredReason(unmeasured) };
  const turned = accepted.filter((check) => check.baseline?.passed === false);
  if (turned.length === 0) return { kind: 'review', reason: l10n.t('Every check was already passing before the agent started.') };
  const shaken = shakenPath(turned, disturbance);
  if (shaken !== undefined) return { kind: 'review', reason: l10n.t('The run changed {0}, which its check rests on.', shaken) };
  if (disturbance.unwatched !== undefined && turned.every((check) => check.spec.kind === 'command'))
    return { kind: 'review', reason: disturbance.unwatched };
  return { kind: 'done' };
}

function unmeasuredReason({ spec, latest }: Check): string {
  const why = latest?.unmeasured;
  return why === undefined
    ? l10n.t('Not measured: {0}. A person has not allowed it to run.', checkTitle(spec))
    : l10n.t('Not measured: {0} ({1}).', checkTitle(spec), why);
}

function shakenPath(turned: readonly Check[], { touched, changedGround }: Disturbance): string | undefined {
  const ground = new Set(changedGround);
  return [...touched, ...ground].find((path) =>
    turned.every(({ spec }) => (spec.kind === 'command' && ground.has(path)) || restsOn(spec, path)),
  );
}

const testPath =
  /(^|\/)([^/]*[._-])?(tests?|specs?|e2e|fixtures|testdata)([._-][^/]*)?\/|(^|\/)(__(tests|mocks|snapshots)__|cypress|playwright|(unit|integration)tests?|testing)\/|(^|[./_-])(tests?|specs?)\.[^/]+$|(^|\/)(test_[^/]*|[^/]*_test|conftest|sitecustomize|usercustomize)\.[^/]+$|(^|\/)(jest|vitest|mocha|test)[._-]?setup\.[^/]+$/i;
/** `ParserTest.java`, `ParserTests.cs`, `ParserSpec.kt`. */
const testClass = /[a-z0-9](Tests?|Spec|IT)\.[A-Za-z]+$/;

const machinery = new RegExp(
  [
    String.raw`(^|/)(package\.json|package-lock\.json|npm-shrinkwrap\.json|pnpm-[^/]*\.yaml|yarn\.lock|bun\.lockb?)$`,
    String.raw`(^|/)(tsconfig[^/]*\.json|jsconfig\.json|[^/]+\.(config|workspace|preset)\.[^/]+|\.(mocha|c8|nyc|babel|eslint|npm|swc|taprc|bazel)rc[^/]*|(nx|turbo|deno|project|babel)\.jsonc?)$`,
    String.raw`(^|/)(gnumakefile|makefile|justfile|taskfile\.ya?ml|rakefile|gemfile(\.lock)?|cmakelists\.txt|meson\.build|dockerfile)$`,
    String.raw`(^|/)(cargo\.(toml|lock)|rust-toolchain[^/]*|build\.rs|go\.(mod|sum|work)|pom\.xml|(build|settings)\.gradle[^/]*|[^/]+\.(mk|bazel|bzl|[a-z]+proj|props|targets|pth))$`,
    String.raw`(^|/)(phpunit[^/]*\.xml|pyproject\.toml|setup\.(py|cfg)|tox\.ini|noxfile\.py|pytest\.ini|requirements[^/]*\.txt)$`,
    String.raw`(^|/)(\.github|\.circleci|\.husky|scripts|node_modules)/`,
    String.raw`(^|/)\.gitlab-ci\.yml$`,
  ].join('|'),
  'i',
);

/**
 * Whether a change of this path could turn the check green without doing the work: tests, package scripts and build machinery, CI,
 * or a file that the command names. The pattern of a file check is its goal, not its ground, and problems are only counted.
 */
export function restsOn(spec: CheckSpec, path: string): boolean {
  if (spec.kind !== 'command') return false;
  if (testPath.test(path) || testClass.test(path) || machinery.test(path)) return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const words = spec.command.split(/[\s'"`;&|()<>=]+/);
  return words.some((word) => word.replace(/^\.\//, '') === path || word === name || word.endsWith(`/${name}`));
}
