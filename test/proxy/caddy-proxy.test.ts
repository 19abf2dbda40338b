import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CaddyCertificates,
  CaddyProxy,
  CaddyProxyProps,
  ComposeApp,
  Config,
  ContainerImage,
  Network,
  ProxySite,
  Secret,
  Service,
  Volume,
} from '../../src';
import { testProject } from '../test-project';

function proxied(props: Partial<CaddyProxyProps> = {}, sites: Partial<ProxySite>[] = [{}]) {
  const project = testProject();
  const app = new ComposeApp(project, 'app');
  const proxy = new CaddyProxy(app, 'proxy', { host: 'mlflow.example.com', ...props });
  const urls = sites.map((site, index) => {
    const service = new Service(app, `web${index}`, {
      image: ContainerImage.fromRegistry('web'),
      networks: [app.internalNetwork],
    });
    return proxy.addSite({ service, port: 8000, ...site });
  });
  return {
    app,
    proxy,
    urls,
    get definition(): any {
      return app.toDefinition();
    },
    get caddyfile(): string {
      project.synth();
      return readFileSync(join(project.outdir, 'proxy/Caddyfile'), 'utf8');
    },
  };
}

test('it is an ordinary user of a read-only Caddy that may bind ports and nothing else', () => {
  expect(proxied().definition.services.proxy).toMatchObject({
    image: 'caddy:2',
    user: '10001:10001',
    read_only: true,
    cap_drop: ['ALL'],
    cap_add: ['NET_BIND_SERVICE'],
    volumes: [{ type: 'volume', source: 'caddy_volume', target: '/var/tmp' }],
    configs: [{ source: 'proxy_caddyfile', target: '/etc/caddy/Caddyfile' }],
    depends_on: { web0: { condition: 'service_started' } },
  });
});

test('its configuration sends HTTP to HTTPS, passes sites on and refuses all other hosts', () => {
  expect(proxied({}, [{}, { host: 's3.mlflow.example.com', port: 9000 }]).caddyfile).toMatchInlineSnapshot(`
"{
	admin off
	persist_config off
	skip_install_trust
	auto_https disable_redirects
	servers {
		protocols h1 h2
		timeouts {
			read_header 30s
		}
	}
}

http://, https:// {
	respond "no such site" 421
}

http://mlflow.example.com {
	redir https://mlflow.example.com{uri} 308
}

https://mlflow.example.com {
	header Strict-Transport-Security max-age=31536000
	header -Server
	request_body {
		max_size 10GB
	}
	reverse_proxy web0:8000 {
		lb_try_duration 10s
		transport http {
			network_proxy none
		}
	}
}

http://s3.mlflow.example.com {
	redir https://s3.mlflow.example.com{uri} 308
}

https://s3.mlflow.example.com {
	header Strict-Transport-Security max-age=31536000
	header -Server
	request_body {
		max_size 10GB
	}
	reverse_proxy web1:9000 {
		lb_try_duration 10s
		transport http {
			network_proxy none
		}
	}
}
"
`);
});

test('it shares a network without egress with its sites, and has egress to an authority of others alone', () => {
  const networks = (host: string) => proxied({ host }).definition.services.proxy.networks;
  expect(networks('mlflow.example.com')).toEqual(['public', 'proxy_sites', 'outbound']);
  for (const host of ['localhost', '192.168.1.5', 'mlflow.local', 'mlflow.internal', 'mlflow.home.arpa', 'mlflow']) {
    expect(networks(host)).toEqual(['public', 'proxy_sites']);
  }
  const { definition } = proxied();
  expect(definition.services.web0.networks).toEqual(['internal', 'proxy_sites']);
  expect(definition.networks.proxy_sites).toEqual({ internal: true });
});

test('it listens on every address for a public name, on 127.0.0.1 for a local name, or on the given address', () => {
  const addresses = (props: Partial<CaddyProxyProps>) =>
    proxied(props).definition.services.proxy.ports.map((port: any) => port.host_ip);
  expect(addresses({})).toEqual([undefined, undefined]);
  expect(addresses({ host: '192.168.1.5' })).toEqual([undefined, undefined]);
  expect(addresses({ host: 'localhost' })).toEqual(['127.0.0.1', '127.0.0.1']);
  expect(addresses({ host: 'mlflow.localhost' })).toEqual(['127.0.0.1', '127.0.0.1']);
  expect(addresses({ host: '127.0.0.1' })).toEqual(['127.0.0.1', '127.0.0.1']);
  expect(addresses({ hostIp: '10.0.0.7' })).toEqual(['10.0.0.7', '10.0.0.7']);
});

test('its ports can be set, and are then in the URLs and in the redirect of HTTP', () => {
  const { proxy, urls, caddyfile, definition } = proxied({ httpPort: 8080, httpsPort: 8443 }, [
    {},
    { host: 's3.mlflow.example.com' },
  ]);
  expect(proxy.url).toBe('https://mlflow.example.com:8443');
  expect(urls).toEqual(['https://mlflow.example.com:8443', 'https://s3.mlflow.example.com:8443']);
  expect(caddyfile).toContain('redir https://s3.mlflow.example.com:8443{uri} 308');
  expect(definition.services.proxy.ports).toMatchObject([
    { target: 80, published: '8080' },
    { target: 443, published: '8443' },
  ]);
});

test('an address as host is what clients get that greet without a name, in brackets where it is of IPv6', () => {
  expect(proxied({ host: '192.168.1.5' }).caddyfile).toContain('\tdefault_sni 192.168.1.5\n');
  const { urls, caddyfile } = proxied({ host: '::1' });
  expect(urls).toEqual(['https://[::1]']);
  expect(caddyfile).toContain('\nhttps://[::1] {');
});

test('HSTS is sent, except for local names, unless the prop says otherwise', () => {
  expect(proxied({}).caddyfile).toContain('header Strict-Transport-Security max-age=31536000');
  expect(proxied({ hsts: false }).caddyfile).not.toContain('Strict-Transport-Security');
  expect(proxied({ host: 'localhost' }).caddyfile).not.toContain('Strict-Transport-Security');
  expect(proxied({ host: 'localhost', hsts: true }).caddyfile).toContain('Strict-Transport-Security');
});

test('certificates come from an authority by ACME, from the proxy itself, or from files', () => {
  expect(proxied({ certificates: CaddyCertificates.ownAuthority() }).caddyfile).toContain('\ttls internal\n');

  const acme = proxied({
    certificates: CaddyCertificates.acme({ email: 'ops@example.com', directory: 'https://ca.example.com/directory' }),
  });
  expect(proxied({ certificates: CaddyCertificates.acme({ email: 'ops@example.com' }) }).caddyfile).toContain(
    '\ttls ops@example.com\n',
  );
  expect(acme.caddyfile).toContain(
    '\ttls {\n\t\tissuer acme {\n\t\t\temail ops@example.com\n\t\t\tdir https://ca.example.com/directory\n\t\t}\n\t}\n',
  );

  const app = new ComposeApp(testProject(), 'app');
  const [certificate, key] = ['certificate', 'key'].map(name => new Secret(app, name, { file: `./${name}.pem` }));
  expect(
    CaddyCertificates.files(certificate, key).bind(
      new Service(app, 'web', { image: ContainerImage.fromRegistry('web') }),
    ),
  ).toEqual(['tls /run/secrets/certificate /run/secrets/key']);
  expect(app.toDefinition().services.web.secrets).toEqual([{ source: 'certificate' }, { source: 'key' }]);
});

test('an authority of the company is trusted by its root certificate', () => {
  const app = new ComposeApp(testProject(), 'app');
  const web = new Service(app, 'web', { image: ContainerImage.fromRegistry('web') });
  const root = new Config(app, 'company_root', { path: 'company-root.pem', content: '' });
  expect(
    CaddyCertificates.acme({ directory: 'https://ca.example.com/directory', trustedRoot: root }).bind(web).join('\n'),
  ).toContain('trusted_roots /etc/caddy/acme-root.pem');
  expect(app.toDefinition().services.web.configs).toEqual([
    { source: 'company_root', target: '/etc/caddy/acme-root.pem' },
  ]);
});

test('an option of ACME that would be more than one token of the configuration is an error', () => {
  expect(() => CaddyCertificates.acme({ email: 'a b' })).toThrow(
    '"a b" is not a valid email for certificates; remove spaces, quotes and braces',
  );
  expect(() => CaddyCertificates.acme({ directory: 'https://x/{y}' })).toThrow(
    '"https://x/{y}" is not a valid directory for certificates',
  );
});

test('a subclass adds global options and directives, and a change of them is noticed by Compose', () => {
  class Compressing extends CaddyProxy {
    protected renderGlobalOptions(): string[] {
      return [...super.renderGlobalOptions(), 'debug'];
    }
    protected renderSite(site: ProxySite): string[] {
      return [...super.renderSite(site), `# ${site.port}`, 'encode'];
    }
  }
  const label = (Kind: typeof CaddyProxy) => {
    const app = new ComposeApp(testProject(), 'app');
    const proxy = new Kind(app, 'proxy', { host: 'localhost' });
    proxy.addSite({ service: new Service(app, 'web', { image: ContainerImage.fromRegistry('web') }), port: 8000 });
    app.project.synth();
    return {
      labels: app.toDefinition().services.proxy.labels,
      text: readFileSync(join(app.project.outdir, 'proxy/Caddyfile'), 'utf8'),
    };
  };
  const [plain, compressing] = [label(CaddyProxy), label(Compressing)];
  expect(compressing.text).toContain('\tdebug\n');
  expect(compressing.text).toContain('\t# 8000\n\tencode\n');
  expect(compressing.labels).not.toEqual(plain.labels);
});

test('a load balancer that terminates TLS forwards requests by HTTP, and checks the health by address', () => {
  const caddyfile = proxied({
    loadBalancer: { addresses: ['10.0.0.7', 'fd00:1::/64'], healthPath: '/up' },
    certificates: CaddyCertificates.ownAuthority(),
  }).caddyfile;
  expect(caddyfile).toContain('trusted_proxies static 10.0.0.7 fd00:1::/64\n\t\ttrusted_proxies_strict\n');
  expect(caddyfile).toContain('respond /up 200\n\trespond "no such site" 421\n');
  const [http, https] = ['http', 'https'].map(
    scheme => new RegExp(`^${scheme}://mlflow.example.com {\n(.*?)^}`, 'ms').exec(caddyfile)![1],
  );
  expect(http).toContain(
    '@client not remote_ip 10.0.0.7 fd00:1::/64\n\tredir @client https://mlflow.example.com{uri} 308\n',
  );
  expect(http.replace(/^.*@client.*\n/gm, '')).toBe(https.replace(/^.*tls.*\n/m, ''));
  expect(https).toContain('tls');
});

test('volume, image, networks and the greatest size of a request may be given', () => {
  const app = new ComposeApp(testProject(), 'app');
  const proxy = new CaddyProxy(app, 'proxy', {
    host: 'localhost',
    volume: new Volume(app, 'ours'),
    image: ContainerImage.fromRegistry('ours/caddy:1'),
    networks: [new Network(app, 'edge')],
    maxRequestSize: '1MB',
  });
  proxy.addSite({ service: new Service(app, 'web', { image: ContainerImage.fromRegistry('web') }), port: 8000 });
  app.project.synth();
  expect(app.toDefinition().services.proxy).toMatchObject({
    image: 'ours/caddy:1',
    networks: ['edge', 'proxy_sites'],
    volumes: [{ source: 'ours' }],
  });
  expect(readFileSync(join(app.project.outdir, 'proxy/Caddyfile'), 'utf8')).toContain('max_size 1MB');
});

test.each([
  [
    { host: 'https://mlflow.example.com' },
    '[app/proxy] "https://mlflow.example.com" is not a host name; use one without scheme, port and path, such as mlflow.example.com',
  ],
  [{ host: 'mlflow.example.com:443' }, '"mlflow.example.com:443" is not a host name'],
  [{ host: '*.example.com' }, '"*.example.com" is not a host name'],
  [{ host: '-a.example.com' }, '"-a.example.com" is not a host name'],
  [{ loadBalancer: { addresses: [] } }, '[app/proxy] the load balancer has no address'],
  [{ loadBalancer: { addresses: ['10.0.0.0/33'] } }, '"10.0.0.0/33" is not an address of a load balancer'],
  [{ loadBalancer: { addresses: ['0.0.0.0/0'] } }, '"0.0.0.0/0" is not an address of a load balancer'],
  [{ loadBalancer: { addresses: ['::/0'] } }, '"::/0" is not an address of a load balancer'],
  [{ loadBalancer: { addresses: ['lb.example.com'] } }, '"lb.example.com" is not an address of a load balancer'],
  [{ loadBalancer: { addresses: ['10.0.0.7'], healthPath: 'up' } }, '"up" is not a path for health checks'],
  [{ maxRequestSize: 'huge' }, '"huge" is not a valid request size; use a number and its unit, such as "10GB"'],
])('%j is an error', (props, message) => {
  expect(() => proxied(props).definition).toThrow(message);
});

test('two sites of one host are an error, and so is a proxy without a site', () => {
  expect(() => proxied({}, [{}, {}]).definition).toThrow(
    '[app/proxy] two sites have the host "mlflow.example.com"; change the `host` of one of them',
  );
  expect(() => proxied({}, []).definition).toThrow(
    '[app/proxy] the proxy has no site; add one with addSite, or pass the proxy to an MlflowService',
  );
});
