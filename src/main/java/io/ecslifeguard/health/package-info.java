/** Probes: whether the service lives, has started, and is ready, each with its reason. */
package io.ecslifeguard.health;
