import { RESUME, TARGET, targetOptions } from './common-options.ts';

/** An option of one command, beside those that every command has. */
export interface OptionSpec {
  /** As commander takes it: `--wait <SECONDS>`, `-y, --yes`. */
  readonly flags: string;
  readonly about: string;
  /** A whole number in this range; without it a text, or nothing where the flag takes no value. */
  readonly range?: readonly [least: number, most: number];
  /** One of these words. */
  readonly choices?: readonly string[];
  readonly default?: number | string;
  /** Whether it may be given several times. */
  readonly repeatable?: true;
}

/** A command as help, completion and the README know it. */
export interface CommandSpec {
  readonly name: string;
  /** Another name for one who looks for it. */
  readonly alias?: string;
  readonly about: string;
  /** Whether it goes to the services, with a flag for each setting. */
  readonly takesSettings: boolean;
  readonly argument?: { readonly name: string; readonly about: string; readonly choices?: readonly string[] };
  readonly options: readonly OptionSpec[];
  /** Command lines with what they do, shown under the command's help. */
  readonly examples: readonly (readonly [line: string, does: string])[];
}

const YES = { flags: '-y, --yes', about: 'do not ask before changing something' };
const DRY_RUN = { flags: '--dry-run', about: 'print every request that would be sent, and change nothing' };
const PORTS = [0, 65_535] as const;

/** Every command, in the order of help. */
export const commands = [
  {
    name: 'setup',
    about: 'the wizard (also without a command); elsewhere than on a terminal, as apply',
    takesSettings: true,
    options: [{ flags: '-y, --yes', about: 'ask nothing: as apply' }],
    examples: [
      ['', 'asks nine questions and sets up both sides'],
      ['setup --profile customer-b', 'a second integration, remembered under a name of its own'],
    ],
  },
  {
    name: 'plan',
    about: 'show what apply would change',
    takesSettings: true,
    options: [
      { flags: '--exit-code', about: 'end with 4 when changes are pending' },
      { flags: '--offline', about: 'contact nothing, and need no credentials: everything is shown as new' },
      ...targetOptions,
    ],
    examples: [
      ['plan --config ilert.yaml', 'what would change'],
      ['plan --config ilert.yaml --exit-code', 'for a pipeline: ends with 4 when something would'],
    ],
  },
  {
    name: 'apply',
    about: 'set up both services, or mend what is there',
    takesSettings: true,
    options: [
      YES,
      DRY_RUN,
      { flags: '--offline', about: 'with --dry-run: contact nothing, and need no credentials' },
      ...targetOptions,
      RESUME,
    ],
    examples: [
      ['apply --config ilert.yaml --json', 'in a pipeline, with one JSON document as the result'],
      ['apply --dry-run --offline', 'every request, without an account'],
    ],
  },
  {
    name: 'verify',
    about: 'prove that a ticket becomes an alert and that closing it resolves the alert',
    takesSettings: true,
    options: [
      { flags: '-y, --yes', about: 'do not ask before somebody may be paged' },
      { flags: '--through-halo', about: 'with a real test ticket in HaloITSM, which is removed at the end' },
      { flags: '--policy-quiet', about: 'check everything up to the point of paging, and page nobody' },
      { flags: '--wait <SECONDS>', about: 'how long to wait for each alert', range: [1, 3600], default: 180 },
      {
        flags: '--ticket-type <ID>',
        about: 'ticket type of the test ticket, where yours requires one',
        range: [1, 1_000_000],
      },
      { flags: '--client <ID>', about: 'client of the test ticket, where yours requires one', range: [1, 100_000_000] },
      ...targetOptions,
      RESUME,
    ],
    examples: [
      ['verify', 'posts a test ticket as HaloITSM would, and waits for the alert'],
      ['verify --through-halo --yes', 'the whole way, with a real ticket'],
      ['verify --policy-quiet', 'at night'],
    ],
  },
  {
    name: 'status',
    alias: 'doctor',
    about: 'what is there, what has drifted, how the last runs went',
    takesSettings: true,
    options: [
      { flags: '--watch', about: 'look again and again, until Ctrl-C' },
      { flags: '--report <FILE>', about: 'write a redacted account of your tenant that you can send us' },
      ...targetOptions,
    ],
    examples: [
      ['status', 'a look at both sides; ends with 4 when something has drifted'],
      ['status --report tenant.json', 'what to send when your tenant behaves otherwise'],
    ],
  },
  {
    name: 'destroy',
    about: 'remove what was set up',
    takesSettings: true,
    options: [
      { flags: '-y, --yes', about: 'do not ask before removing' },
      { flags: '--dry-run', about: 'print every request that would be sent, and remove nothing' },
      ...targetOptions,
      RESUME,
    ],
    examples: [
      ['destroy', 'lists what would go, asks, removes'],
      ['destroy --yes --json', 'in a script'],
    ],
  },
  {
    name: 'export',
    about: 'write files for "Import from JSON" in HaloITSM, for admins who may not use its API',
    takesSettings: true,
    argument: { name: 'dir', about: 'folder to write to; it is made if it is not there' },
    options: [
      { flags: '--offline', about: 'contact nothing: the path of the method is a placeholder' },
      { flags: '--terraform', about: "also write the alert source as a resource of ilert's Terraform provider" },
      TARGET,
    ],
    examples: [
      ['export halo-import', 'with the path of the alert source in ilert'],
      ['export halo-import --offline', 'without any account'],
    ],
  },
  {
    name: 'schema',
    about: 'print the JSON Schema of the settings file',
    takesSettings: false,
    options: [],
    examples: [['schema > ilert-haloitsm.schema.json', 'for completion in an editor']],
  },
  {
    name: 'completion',
    about: 'print the completion script of a shell',
    takesSettings: false,
    argument: { name: 'shell', about: 'which shell', choices: ['bash', 'zsh', 'fish', 'powershell'] },
    options: [],
    examples: [['completion bash > /etc/bash_completion.d/ilert-haloitsm', 'for all users of bash']],
  },
  {
    name: 'sandbox',
    about: 'run both services as local simulators, to try everything out',
    takesSettings: false,
    options: [
      { flags: '--demo', about: 'walk the whole story once, and end' },
      {
        flags: '--product <CHOICE>',
        about: 'which of the two Halo products is simulated: haloitsm, halopsa',
        choices: ['haloitsm', 'halopsa'],
        default: 'haloitsm',
      },
      { flags: '--ilert-port <PORT>', about: 'port of the simulated ilert', range: PORTS, default: 0 },
      { flags: '--halo-port <PORT>', about: 'port of the simulated HaloITSM or HaloPSA', range: PORTS, default: 0 },
    ],
    examples: [
      ['sandbox --demo', 'from apply to the resolved alert, in a second'],
      ['sandbox --demo --product halopsa', 'the same with HaloPSA'],
    ],
  },
] as const satisfies readonly CommandSpec[];

export type CommandName = (typeof commands)[number]['name'];
