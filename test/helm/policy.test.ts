import { limits } from '@openfashion/contract';
import ipaddr from 'ipaddr.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { examples, lint, type Manifest, one, podOf, processes, render } from './chart.js';
import { helm, howToInstall } from './tools.js';

/** What Pod Security `restricted` asks, and we beside. */
function sins(pod: Manifest): string[] {
  const found: string[] = [];
  const must = (holds: boolean, what: string) => void (holds || found.push(what));
  const { securityContext: context } = pod;
  must(context?.runAsNonRoot === true && context.runAsUser > 0, 'non-root');
  must(context?.seccompProfile?.type === 'RuntimeDefault', 'seccomp');
  must(pod.automountServiceAccountToken === false, 'no token');
  must(pod.enableServiceLinks === false, 'no service links');
  must(!(pod.hostNetwork || pod.hostPID || pod.hostIPC), 'no namespace of the host');
  must(!pod.volumes.some((volume: Manifest) => 'hostPath' in volume), 'no folder of the host');
  for (const container of [...(pod.initContainers ?? []), ...pod.containers]) {
    const own = container.securityContext;
    must(own?.allowPrivilegeEscalation === false && own.privileged !== true, 'no privileges');
    must(own?.readOnlyRootFilesystem === true, 'read-only root');
    must(own?.capabilities?.drop?.join() === 'ALL' && !own.capabilities.add, 'no capabilities');
    must(/:[^:/]+$/.test(container.image) && !container.image.endsWith(':latest'), 'a tag that stays');
    must(container.resources?.limits?.memory !== undefined, 'bounded memory');
    must(container.resources?.requests?.cpu !== undefined, 'requested processor');
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) must(container[probe]?.httpGet, probe);
  }
  return found;
}

const allows = (rule: Manifest, address: string): boolean =>
  (rule.to ?? []).some(({ ipBlock }: Manifest) => {
    const within = (cidr: string) => {
      const [ip, [first, bits]] = [ipaddr.parse(address), ipaddr.parseCIDR(cidr)];
      return ip.kind() === first.kind() && ip.match(first, bits);
    };
    return ipBlock && within(ipBlock.cidr) && !(ipBlock.except ?? []).some(within);
  });

describe.skipIf(helm === undefined)(`what every release keeps to ${helm ? '' : howToInstall}`, () => {
  const rendered = new Map<string, Manifest[]>();
  const of = (example: string) => rendered.get(example) ?? [];
  beforeAll(async () => {
    for (const example of examples) rendered.set(example, await render(example));
  });

  test.each(examples)('helm has nothing against %s', async (example) => {
    expect((await lint(example)).stdout).toContain('0 chart(s) failed');
  });

  test.each(examples)('%s: pods are restricted, bounded and probed', (example) => {
    for (const name of processes) expect(sins(podOf(of(example), name)), name).toEqual([]);
  });

  test('a pod that is not would be found', () => {
    const pod = structuredClone(podOf(of('small'), 'gateway'));
    pod.containers[0].securityContext.capabilities.add = ['NET_ADMIN'];
    pod.containers[0].image = 'x/y:latest';
    pod.securityContext.runAsUser = 0;
    delete pod.containers[0].resources.limits.memory;
    delete pod.containers[0].livenessProbe;
    expect(sins(pod)).toEqual(['non-root', 'no capabilities', 'a tag that stays', 'bounded memory', 'livenessProbe']);
  });

  test.each(examples)('%s: no secret stands in it', (example) => {
    expect(of(example).map(({ kind }) => kind)).not.toContain('Secret');
    expect(of(example).map(({ kind }) => kind)).not.toContain('ConfigMap');
  });

  test.each(examples)('%s: each process has its own account, without a token', (example) => {
    for (const name of processes) {
      expect(one(of(example), 'ServiceAccount', name).automountServiceAccountToken).toBe(false);
      expect(podOf(of(example), name).serviceAccountName).toBe(`of-openfashion-${name}`);
    }
  });

  test('nothing may come or go unless a policy says so', () => {
    const { spec } = one(of('small'), 'NetworkPolicy', 'deny');
    expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
    expect([spec.ingress, spec.egress]).toEqual([undefined, undefined]);
    for (const name of processes) {
      const { labels } = one(of('small'), 'Deployment', name).spec.template.metadata;
      expect(labels).toMatchObject(spec.podSelector.matchLabels);
    }
  });

  test('only gateways and indexers may leave the cluster, and not to private addresses', () => {
    for (const name of ['detector', 'embedder', 'tagger']) {
      expect(one(of('small'), 'NetworkPolicy', name).spec.egress, name).toBeUndefined();
    }
    const outside = ['93.184.216.34', '2606:4700::1111'];
    const inside = ['10.1.2.3', '172.20.0.1', '192.168.1.1', '169.254.169.254', '100.64.1.1', '127.0.0.1', '0.0.0.1'];
    const inside6 = ['fd00::1', 'fe80::1', '::1', '::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::1', 'ff02::1'];
    for (const name of ['gateway', 'indexer']) {
      const { egress } = one(of('small'), 'NetworkPolicy', name).spec;
      const blocks = egress.filter((rule: Manifest) => rule.to.some((peer: Manifest) => peer.ipBlock));
      expect(blocks).toHaveLength(1);
      for (const address of outside) expect(allows(blocks[0], address), address).toBe(true);
      for (const address of [...inside, ...inside6]) expect(allows(blocks[0], address), address).toBe(false);
      const { single, range } = limits.pictures.ports;
      expect(blocks[0].ports).toEqual([
        ...single.map((port) => ({ protocol: 'TCP', port })),
        { protocol: 'TCP', port: range[0], endPort: range[1] },
      ]);
    }
  });

  test('an operator may open a way, for one process alone', async () => {
    const way = 'egress[0].to[0].ipBlock.cidr=10.9.0.0/16';
    const manifests = await render('small', `gateway.${way}`, `tagger.${way}`);
    const open = processes.filter((name) =>
      one(manifests, 'NetworkPolicy', name).spec.egress?.some((rule: Manifest) => allows(rule, '10.9.8.7')),
    );
    expect(open).toEqual(['gateway', 'tagger']);
  });

  test('a private block that pictures may come from is let through, and the process told', async () => {
    const manifests = await render('small', 'downloads.allowCidrs={10.1.0.0/16}');
    const { egress } = one(manifests, 'NetworkPolicy', 'indexer').spec;
    expect(egress.some((rule: Manifest) => allows(rule, '10.1.2.3'))).toBe(true);
    expect(egress.some((rule: Manifest) => allows(rule, '10.2.2.3'))).toBe(false);
    expect(podOf(manifests, 'indexer').containers[0].env).toContainEqual({
      name: 'OPENFASHION_DOWNLOAD_ALLOW_CIDRS',
      value: '10.1.0.0/16',
    });
  });
});
