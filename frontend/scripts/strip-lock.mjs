// Removes `resolved` from package-lock.json: whoever installs uses the registry that their own npm is set to.
// (npm's omit-lockfile-registry-resolved drops the optional packages of other platforms, and `npm ci` then refuses the lock.)
import { readFileSync, writeFileSync } from "node:fs";

const path = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(path, "utf8"));
for (const entry of Object.values(lock.packages)) delete entry.resolved;
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
