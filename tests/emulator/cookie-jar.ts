/** The cookies of one browser, as far as the cloud's pages need them: name and value by host, with deletion. */
export interface CookieJar {
  header(host: string): string | undefined;
  store(host: string, response: Response): void;
}

export function createCookieJar(): CookieJar {
  const hosts = new Map<string, Map<string, string>>();
  return {
    header(host) {
      const cookies = [...(hosts.get(host) ?? [])].map(([name, value]) => `${name}=${value}`);
      return cookies.length > 0 ? cookies.join('; ') : undefined;
    },
    store(host, response) {
      const cookies = hosts.get(host) ?? new Map<string, string>();
      hosts.set(host, cookies);
      for (const line of response.headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
        const [name = '', value = ''] = pair.split('=', 2);
        const deleted = attributes.some((attribute) => attribute.toLowerCase() === 'max-age=0');
        if (deleted) cookies.delete(name);
        else cookies.set(name, value);
      }
    },
  };
}
