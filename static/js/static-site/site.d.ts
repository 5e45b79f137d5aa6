/** What an exported site tells its service worker: `app/static_site/offline.py` writes it before the script. */
declare const SITE: {
  version: string;
  base: string;
  files: string[];
  headers: Record<string, string>;
  workerScript: string;
  workerPolicy: string;
  workerPolicyAnywhere: string;
};
