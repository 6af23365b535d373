/** Who may call the local cloud: its access keys, and the arithmetic of signatures. */
package io.ecslifeguard.localcloud.access;
