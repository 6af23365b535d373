package io.ecslifeguard.journal;

/**
 * A load balancer that this replica may edit until its lease ends.
 *
 * @param name the load balancer's id; where it is not known, the group's
 * @param fence the number of this lease; whatever is told with an older one is discarded
 */
public record HeldLane(String name, long fence) {}
