/** Keeps the picture of the instances true by asking the cloud on a schedule. */
package io.ecslifeguard.fleet;
