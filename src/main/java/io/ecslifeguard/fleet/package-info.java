/** Keeps the picture of the instances, and of the groups that they are in, true by asking the cloud on a schedule. */
package io.ecslifeguard.fleet;
