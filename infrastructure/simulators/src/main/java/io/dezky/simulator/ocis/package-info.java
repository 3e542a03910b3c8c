/**
 * oCIS in memory: LibreGraph (drives, permissions, groups, users), the folders of WebDAV, and sign-in by token or
 * password. Its rules are those of docs/systems/ocis.md.
 */
package io.dezky.simulator.ocis;
