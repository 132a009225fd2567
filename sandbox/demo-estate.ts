import { fileURLToPath } from 'node:url';

/** Folder of the estate that comes with Plumbline; Azure's side of it is in `azure/`, Google Cloud's in `gcp/`. */
export const demoEstateDirectory = fileURLToPath(new URL('./estates/meridian/', import.meta.url));
