package io.ecslifeguard.restart;

/**
 * What is kept of a restart that succeeded.
 *
 * @param secondsToRecovery from the stop until the instance was seen running
 * @param starts how many starts it took
 */
public record Recovery(double secondsToRecovery, int starts) {}
