import * as l10n from '@vscode/l10n';
import { boardKeys, type KeyMeaning } from '../../protocol/boardKeys.ts';

/** The views that have a help of their own. */
export const helpViews = ['inbox', 'cards', 'agents', 'board', 'card', 'run', 'health'] as const;
export type HelpView = (typeof helpViews)[number];

export interface HelpText {
  /** The view as its title names it. */
  readonly title: string;
  /** What it shows, and what a reader meets in it. */
  readonly shows: readonly string[];
  readonly keys: readonly KeyMeaning[];
  /** Commands of the palette that do the same as its buttons, without `Rota:`. */
  readonly commands: readonly string[];
}

/** Everything that the help of the views says. */
export function helpTexts(): Readonly<Record<HelpView, HelpText>> {
  return { inbox: inbox(), cards: cards(), agents: agents(), board: board(), card: card(), run: run(), health: health() };
}

function inbox(): HelpText {
  return {
    title: l10n.t('Inbox'),
    shows: [
      l10n.t(
        'A list of everything that waits for you, over all cards: edits and commands to approve, questions of agents, runs that reached a limit or were cut off, work in review, failed cards.',
      ),
      l10n.t(
        'Each row says what is asked, by which card and for how long. The badge on the icon of Rota and the status bar say how many there are.',
      ),
    ],
    keys: [
      ['Ctrl+K Ctrl+G', l10n.t('Go to the next waiting item, from anywhere')],
      ['Enter', l10n.t('Open the item: an edit as a diff, anything else in the run panel')],
      ['Shift+F10', l10n.t('Menu of the item: approve, reject, answer, accept')],
    ],
    commands: [l10n.t('Go to Next Waiting Item'), l10n.t('Approve'), l10n.t('Reject'), l10n.t('Answer Question'), l10n.t('Accept Card')],
  };
}

function cards(): HelpText {
  return {
    title: l10n.t('Cards'),
    shows: [
      l10n.t('A tree of all cards, grouped by status, priority or agent. A row says number, title, status, agent and why the card waits.'),
      l10n.t('A run starts with Run Card; it is shown in the run panel, and the keyboard stays here.'),
    ],
    keys: [
      ['Enter', l10n.t('Open the card')],
      ['F2', l10n.t('Rename the card')],
      [l10n.t('Delete'), l10n.t('Delete the card; it can be restored for 30 days')],
      [l10n.t('Alt + Up, Alt + Down'), l10n.t('Move the card within its column')],
      ['Ctrl+Z, Ctrl+Shift+Z', l10n.t('Undo and redo the last change of the board')],
      ['Shift+F10', l10n.t('Menu of the card: run, stop, accept, move, priority, agent, labels')],
      [l10n.t('Letters'), l10n.t('Find a row by its text')],
    ],
    commands: [
      l10n.t('New Card'),
      l10n.t('Run Card'),
      l10n.t('Stop Run'),
      l10n.t('Accept Card'),
      l10n.t('Move Card to Status'),
      l10n.t('Group Cards by Status'),
      l10n.t('Open Board'),
    ],
  };
}

function agents(): HelpText {
  return {
    title: l10n.t('Agents'),
    shows: [
      l10n.t(
        'Who can do cards: a row names the agent, its model and what it works on. An agent is a model with tools, limits and a mode that says what it may do without asking.',
      ),
    ],
    keys: [
      [l10n.t('Enter or F2'), l10n.t('Edit the agent')],
      [l10n.t('Delete'), l10n.t('Remove the agent, after a question')],
      ['Shift+F10', l10n.t('Menu of the agent')],
    ],
    commands: [l10n.t('Add Agent'), l10n.t('Edit Agent'), l10n.t('Choose Model'), l10n.t('Set API Key'), l10n.t('Remove Agent')],
  };
}

function board(): HelpText {
  return {
    title: l10n.t('Board'),
    shows: [
      l10n.t(
        'A grid: each column is a list of cards with its name and count. The keyboard is on one card or on an empty column; Tab leaves the grid for the tool bar and the filter.',
      ),
      l10n.t('A card says number, title, priority, agent, checks and why it does not start. Moves and results are announced.'),
    ],
    keys: boardKeys(),
    commands: [
      l10n.t('New Card'),
      l10n.t('Run Card'),
      l10n.t('Run Next Card'),
      l10n.t('Move Card to Status'),
      l10n.t('Undo Last Board Change'),
    ],
  };
}

function card(): HelpText {
  return {
    title: l10n.t('Card'),
    shows: [
      l10n.t(
        'All of one card: the title as heading with its buttons, description, properties, checks with their evidence, comments, runs and history, each part with a heading.',
      ),
      l10n.t('A field is saved when you leave it or press Enter; what was refused is said beside it.'),
    ],
    keys: [
      [l10n.t('Tab, Shift+Tab'), l10n.t('Through fields and buttons')],
      ['Escape', l10n.t('Put back what a field was before')],
      ['Ctrl+Enter', l10n.t('Send a comment, end the editing of the description')],
      ['Ctrl+Z, Ctrl+Shift+Z', l10n.t('Undo and redo the last change, outside of a text')],
      ['?', l10n.t('This help, outside of a text')],
    ],
    commands: [
      l10n.t('Run Card'),
      l10n.t('Accept Card'),
      l10n.t('Request Changes'),
      l10n.t('Set Priority'),
      l10n.t('Assign Agent'),
      l10n.t('Comment on Card'),
    ],
  };
}

function run(): HelpText {
  return {
    title: l10n.t('Run'),
    shows: [
      l10n.t(
        'One run as it happens, or an old one from its log: above, the card, the agent, what was used; below, a log of messages, tool calls that open to their output and changes, checks and questions.',
      ),
      l10n.t(
        'What waits for you is a group of its own with its buttons, and is announced. New messages are announced when they are whole.',
      ),
    ],
    keys: [
      [l10n.t('Tab, Shift+Tab'), l10n.t('Through buttons, tool calls and links')],
      [l10n.t('Enter or Space'), l10n.t('Open and close a tool call')],
      [l10n.t('Home, End, Page Up, Page Down'), l10n.t('Through the log; End follows what comes')],
      ['Ctrl+K Ctrl+G', l10n.t('Go to the next waiting item')],
      ['?', l10n.t('This help, outside of a text')],
    ],
    commands: [
      l10n.t('Show Run'),
      l10n.t('Stop Run'),
      l10n.t('Approve'),
      l10n.t('Reject'),
      l10n.t('Answer Question'),
      l10n.t('Undo File Changes of a Run'),
    ],
  };
}

function health(): HelpText {
  return {
    title: l10n.t('Health'),
    shows: [
      l10n.t(
        'A list of what Rota needs and what it found. Each row says first whether it is well, then what was found; a problem has a button that mends it.',
      ),
    ],
    keys: [
      [l10n.t('Tab, Shift+Tab'), l10n.t('Through the buttons')],
      ['R', l10n.t('Check again')],
      ['?', l10n.t('This help')],
    ],
    commands: [l10n.t('Check Health'), l10n.t('Choose Model'), l10n.t('Set API Key'), l10n.t('Show Log')],
  };
}
