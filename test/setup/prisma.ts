// Clients of Prisma, generated as `prisma generate` does it. Nothing of it is a binary: WebAssembly of the packages reads the
// schema and compiles the queries.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

type Query = (args?: object) => Promise<unknown>;
type Model = Readonly<
  Record<'create' | 'delete' | 'findMany' | 'findUnique' | 'findUniqueOrThrow' | 'update', Query>
>;

/** What the tests use of a generated client. */
export interface PrismaClient {
  readonly team: Model;
  readonly person: Model;
  $executeRawUnsafe(statement: string): Promise<number>;
  $transaction(run: (client: PrismaClient) => Promise<unknown>): Promise<unknown>;
  $transaction(queries: readonly Promise<unknown>[]): Promise<unknown>;
  $disconnect(): Promise<void>;
}

export type Major = 6 | 7;
export type Provider = 'postgresql' | 'sqlite';

// Where the tests have the packages of each major.
const PACKAGES = {
  6: {
    client: 'prisma-client6',
    generator: 'prisma-generator6',
    postgresql: 'prisma-pg6',
    sqlite: 'prisma-better-sqlite36',
  },
  7: {
    client: '@prisma/client',
    generator: '@prisma/client-generator-ts',
    postgresql: '@prisma/adapter-pg',
    sqlite: '@prisma/adapter-better-sqlite3',
  },
} as const;

const TYPES: Readonly<Record<Provider, Readonly<Record<'name' | 'size' | 'uid', string>>>> = {
  postgresql: { name: '@db.VarChar(7)', size: '@db.SmallInt', uid: '@db.Uuid' },
  sqlite: { name: '', size: '', uid: '' },
};

function schemaFor(major: Major, provider: Provider): string {
  const { name, size, uid } = TYPES[provider];
  return `
    generator client {
      provider = "prisma-client"
      output = "."
      ${major === 6 ? 'engineType = "client"' : ''}
    }
    datasource db {
      provider = "${provider}"
      ${major === 6 ? 'url = "file:unused"' : ''}
    }
    model Team {
      id Int @id
      name String @unique ${name}
      size Int @default(1) ${size}
      uid String? ${uid}
      people Person[]
      @@map("teams")
    }
    model Person {
      id Int @id
      teamId Int? @map("team")
      team Team? @relation(fields: [teamId], references: [id])
      @@map("people")
    }
  `;
}

interface Schema {
  readonly generators: readonly object[];
  readonly datasources: readonly { readonly activeProvider: string }[];
}
interface Internals {
  getConfig(options: { datamodel: string }): Promise<Schema>;
  getDMMF(options: { datamodel: string }): Promise<object>;
}
interface GeneratorPackage {
  generateClient(options: object): Promise<void>;
}

const require = createRequire(import.meta.url);
const folderOfTests = fileURLToPath(new URL('..', import.meta.url));

/** Generates a client into a folder. */
async function generate(major: Major, provider: Provider, outputDir: string): Promise<void> {
  const { client, generator } = PACKAGES[major];
  const { generateClient } = require(generator) as GeneratorPackage;
  const internals = createRequire(require.resolve(generator))('@prisma/internals') as Internals;
  const datamodel = schemaFor(major, provider);
  const { generators, datasources } = await internals.getConfig({ datamodel });
  const version = versionOf(client);
  await generateClient({
    datamodel,
    dmmf: await internals.getDMMF({ datamodel }),
    generator: generators[0],
    datasources,
    activeProvider: datasources[0]?.activeProvider,
    schemaPath: join(outputDir, 'schema.prisma'),
    outputDir,
    runtimeBase: `${client}/runtime`,
    binaryPaths: {},
    engineVersion: version,
    clientVersion: version,
    target: 'nodejs',
    generatedFileExtension: 'ts',
    importFileExtension: 'ts',
    moduleFormat: 'esm',
    compilerBuild: 'small',
    tsNoCheckPreamble: true,
  });
}

function versionOf(name: string): string {
  const file = join(folderOfTests, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

type AdapterClass = new (options: { connectionString: string } | { url: string }) => object;
type ClientClass = new (options: { adapter: object }) => PrismaClient;

const classes = new Map<string, Promise<ClientClass>>();

async function generatedClass(major: Major, provider: Provider): Promise<ClientClass> {
  const folder = mkdtempSync(join(folderOfTests, '.prisma-')); // where its imports find the packages
  try {
    await generate(major, provider, folder);
    const generated = await import(pathToFileURL(join(folder, 'client.ts')).href);
    return (generated as { readonly PrismaClient: ClientClass }).PrismaClient;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Returns a client for the database at a URL, whose tables the caller makes: a file or `:memory:` for SQLite. */
export async function prismaClient(major: Major, provider: Provider, url: string): Promise<PrismaClient> {
  const key = `${major} ${provider}`;
  const generating = classes.get(key) ?? generatedClass(major, provider);
  classes.set(key, generating);
  const Client = await generating;
  const adapters = require(PACKAGES[major][provider]) as Readonly<Record<string, AdapterClass>>;
  const [Adapter] = Object.values(adapters);
  if (Adapter === undefined) throw new Error(`${PACKAGES[major][provider]} exports nothing`);
  return new Client({ adapter: new Adapter(provider === 'sqlite' ? { url } : { connectionString: url }) });
}
