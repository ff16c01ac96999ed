import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** One import: who imports what, both relative to the project; packages by their name. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Biome gives every import this shape: the specifier in single quotes after `from`, after `import`, or in `import()`. */
const SPECIFIERS =
  /^(?:import|export)\s[^'";]*?\bfrom\s'([^']+)'|^import\s'([^']+)'|\bimport\('([^']+)'\)/gms;

/** Imports of a file's text, types included. */
export function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(SPECIFIERS)].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    return { from: file, to: specifier.startsWith('.') ? join(dirname(file), specifier) : specifier };
  });
}

/** Imports of all TypeScript files in these folders. */
export function readImports(root: string, folders: readonly string[]): Import[] {
  return folders
    .flatMap((folder) => globSync(join(root, folder, '**/*.ts')))
    .map((path) => relative(root, path))
    .sort()
    .flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')));
}

interface Rule {
  readonly why: string;
  readonly from: RegExp;
  /** What must not be imported. */
  readonly not: RegExp;
  /** Exceptions. */
  readonly except?: RegExp;
}

const RULES: readonly Rule[] = [
  { why: 'the doors are entered, not used', from: /^(lib|lambdas|codec-task)\//, not: /^bin\// },
  { why: 'what runs does not know how it is deployed', from: /^(lambdas|codec-task)\//, not: /^lib\// },
  {
    why: 'what runs needs nothing of the stack',
    from: /^(lambdas|codec-task)\//,
    not: /^(aws-cdk-lib|constructs|dynalite|esbuild|aws-local-stepfunctions)/,
  },
  {
    why: 'the contract imports nobody',
    from: /^lambdas\/shared\//,
    not: /^(lambdas\/(planner|recorder|widget)|codec-task)\//,
  },
  {
    why: 'the planner sees the spaces and no other code of the task',
    from: /^lambdas\/planner\//,
    not: /^(lambdas\/(recorder|widget)|codec-task)\//,
    except: /^codec-task\/codecs\/spaces\.ts$/,
  },
  {
    why: 'the recorder judges by the contract only',
    from: /^lambdas\/recorder\//,
    not: /^(lambdas\/(planner|widget)|codec-task)\//,
  },
  {
    why: 'the widget shows what the tables hold',
    from: /^lambdas\/widget\//,
    not: /^(lambdas\/(planner|recorder)|codec-task)\//,
  },
  {
    why: 'the task measures, and neither plans nor judges',
    from: /^codec-task\//,
    not: /^lambdas\/(planner|recorder|widget)\//,
  },
  {
    why: 'the stack bundles code by path and imports the contract only',
    from: /^lib\//,
    not: /^(lambdas\/(planner|recorder|widget)|codec-task)\//,
  },
  {
    why: 'a space is data about what may vary',
    from: /^codec-task\/codecs\/([^/]+\/space|spaces)\.ts$/,
    not: /./,
    except: /^(codec-task\/codecs\/[^/]+\/space\.ts|lambdas\/shared\/(space|encoder-name|names)\.ts)$/,
  },
];

/** A sentence for each import that goes the wrong way, and for each circle. */
export function importFaults(imports: readonly Import[]): string[] {
  const wrong = imports.flatMap(({ from, to }) =>
    RULES.filter((rule) => rule.from.test(from) && rule.not.test(to) && !rule.except?.test(to)).map(
      (rule) => `${from} imports ${to}: ${rule.why}`,
    ),
  );
  return [
    ...wrong,
    ...circles(imports).map((files) => `these import each other in a circle: ${files.join(' -> ')}`),
  ];
}

function circles(imports: readonly Import[]): string[][] {
  const next = Map.groupBy(imports, ({ from }) => from);
  const done = new Set<string>();
  const found: string[][] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file]);
    else if (!done.has(file)) {
      for (const { to } of next.get(file) ?? []) visit(to, [...path, file]);
      done.add(file);
    }
  };
  for (const file of next.keys()) visit(file, []);
  return found;
}
