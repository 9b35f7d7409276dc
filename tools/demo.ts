/** `npm run demo [-- CASE]`: diagnoses a recorded incident, so that a stranger sees an answer before collecting anything. Exit 0: the answer is what happened. */
import { relative } from 'node:path';
import { answerOf, problemsOf } from '../src/testing/judge.ts';
import { bundleOf, caseIds, truthOf } from '../src/cases/recorded-cases.ts';
import { diagnose } from '../src/index.ts';
import { renderText } from '../src/report/index.ts';
import { readBundle } from '../src/sources/bundle/index.ts';

const [id = 'keepalive-vminsert-app-hop'] = process.argv.slice(2);
if (!caseIds().includes(id)) {
  console.error(`There is no recorded case ${id}. There are: ${caseIds().join(', ')}`);
  process.exit(2);
}
const bundle = bundleOf(id);
const shown = relative(process.cwd(), bundle);
const diagnosis = diagnose(await readBundle([bundle]));
const problems = problemsOf(diagnosis, truthOf(id));

console.log(`$ npm run -s why503 -- diagnose ${shown}\n`);
console.log(renderText(diagnosis, { width: Math.min(process.stdout.columns ?? 80, 100) }));
console.log(
  problems.length === 0
    ? `That is what happened: ${answerOf(diagnosis)}. How it was recorded stands in ${shown.replace(/bundle$/, 'README.md')}.`
    : `That is not what happened: ${problems.join('; ')}.`,
);
console.log(`
On your own evidence: collect what you can (any part helps; files are recognised by content) and name the folder or archive.

  mkdir -p evidence && cd evidence
  kubectl -n NAMESPACE get pods,services,endpointslices,deployments,events -o yaml > objects.yaml
  kubectl get virtualservices,destinationrules,sidecars,peerauthentications -A -o yaml > istio.yaml
  kubectl -n NAMESPACE logs POD --all-containers --prefix > POD.log                    # of the caller and of the server
  kubectl -n NAMESPACE logs POD -c CONTAINER --previous > POD.CONTAINER.previous.log   # where one restarted
  kubectl -n NAMESPACE exec POD -c istio-proxy -- pilot-agent request GET config_dump > POD.config_dump.json
  npm run -s why503 -- diagnose PATH

  istioctl bug-report, kubectl cluster-info dump and must-gather archives are read as they are.
  What is missing and how to get it stands at the end of the report; other recorded incidents: npm run demo -- ${caseIds()[0]}`);
process.exitCode = problems.length === 0 ? 0 : 1;
