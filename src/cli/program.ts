import * as l10n from '@vscode/l10n';
import { Command } from 'commander';
import { addAdoptCommand } from './adoptCommand.ts';
import { addAgentCommands } from './agentCommands.ts';
import { addAuditCommand } from './auditCommand.ts';
import { addBackupCommands } from './backupCommands.ts';
import { addBoardCommand } from './boardCommand.ts';
import { addDoctorCommand } from './doctorCommand.ts';
import { addExecuteCommand } from './executeCommand.ts';
import { addImportCommand } from './importCommand.ts';
import { addInboxCommand } from './inboxCommand.ts';
import { addInitCommand } from './initCommand.ts';
import { addMoveBoardCommand } from './moveBoardCommand.ts';
import { addRunCommands } from './runCommands.ts';
import type { GlobalOptions, Session } from './session.ts';
import { addSalvageCommand } from './salvageCommand.ts';
import { stylesFor } from './styles.ts';
import { withDashHint } from './dashHint.ts';
import { addTaskCommands } from './taskCommands.ts';
import { addTaskDecisions } from './taskDecisions.ts';
import { addTaskRemoval } from './taskRemoval.ts';
import { addToolsCommand } from './toolsCommand.ts';
import { version } from './version.ts';

/** The whole command line. Commands render actions; what they mean is decided in the core. */
export function createProgram(session: Session): Command {
  const t = l10n.t;
  const program = new Command('rota');
  configure(program, session);
  program
    .description(t('A task board whose cards get done: write a card, hand it to an agent, watch it work, review, accept.'))
    .version(version, '--version', t('show the version'))
    .option('-C, --workspace <folder>', t('the folder of the board (else this folder, or one above it up to the git root)'))
    .option('--json', t('answer as JSON on standard output, errors too'))
    .addHelpText('after', `\n${helpText()}`)
    .hook('preAction', (_, command) => {
      session.options = command.optsWithGlobals<GlobalOptions>();
    });
  addInitCommand(program, session);
  addImportCommand(program, session);
  const task = program.command('task').description(t('Cards: make, find, change, let agents do them, decide'));
  addTaskCommands(task, session);
  addExecuteCommand(task, session);
  addTaskDecisions(task, session);
  addTaskRemoval(task, session);
  addBoardCommand(program, session);
  addInboxCommand(program, session);
  addRunCommands(program, session);
  addAgentCommands(program, session);
  addAuditCommand(program, session);
  addDoctorCommand(program, session);
  addMoveBoardCommand(program, session);
  addAdoptCommand(program, session);
  addBackupCommands(program, session);
  addSalvageCommand(program, session);
  addToolsCommand(program, session);
  for (const command of allCommands(program)) configure(command, session);
  return program;
}

function configure(command: Command, session: Session): void {
  const { stdout, stderr } = session.terminal;
  command.exitOverride().configureOutput({
    writeOut: (text) => void stdout.write(text),
    writeErr: (text) => void (session.json || stderr.write(text)),
    outputError: (text, write) =>
      write(withDashHint(text).replace(/^error: (command-argument )?/, `${stylesFor(stderr, session.terminal.env).red(l10n.t('rota:'))} `)),
    getOutHelpWidth: () => Math.min(stdout.columns || 100, 120),
    getErrHelpWidth: () => Math.min(stderr.columns || 100, 120),
  });
  command.showHelpAfterError(l10n.t('(--help shows how)'));
}

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((each) => [each, ...allCommands(each)]);
}

function helpText(): string {
  return l10n.t(`First steps:
  rota agent add coder --provider ollama --model qwen3
  rota task add "Fix the date parser" --check "npm test" --queue
  rota task execute --allow 'edit:src/' --allow 'run:npm test'
  rota board

How a command ends:
    0  done; for "task execute" also when work waits in review (see --require-done)
    1  a card failed, or something outside is missing (model, disk space)
    2  the request was wrong: usage, unknown card, a move that is refused
    3  a card waits for a person: "rota inbox" shows for what
    4  with --require-done: a card is in review or not finished
    5  a card could not start; the reasons are said
    6  the board cannot be used: open on another machine, read-only, damaged
   70  an error in Rota itself
  130  stopped with Ctrl+C (twice: at once)

Environment:
  ROTA_BASE_URL, ROTA_MODEL                 model server and model for "agent add"
  ROTA_API_KEY                              key for the origin of ROTA_BASE_URL
  OPENAI_API_KEY, OPENROUTER_API_KEY, OLLAMA_API_KEY
                                            keys for these services
  ROTA_DATA_DIR                             data folder of this user: consents, settings, keys.json
                                            (else the platform's, ~/.local/share/rota on Linux)
  HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE, SSL_CERT_DIR, NODE_EXTRA_CA_CERTS
                                            the way to models elsewhere; commands and checks get them too
  NO_COLOR                                  no colours
  ROTA_DEBUG=1                              what happens inside, on standard error`);
}
