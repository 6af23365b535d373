package io.ecslifeguard.restart;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What is kept of a restart that succeeded.
 *
 * @param secondsToRecovery from the stop until the instance was seen running
 * @param starts how many starts it took
 */
@RegisterForReflection(registerFullHierarchy = true)
public record Recovery(double secondsToRecovery, int starts) {}
