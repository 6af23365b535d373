package io.ecslifeguard.cloud;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * Hands out the moments at which calls may be made, to all replicas together. One service looks after one account and
 * region, and the vendor counts by these and by API: so an API's name says all.
 */
public interface Pace {

    /**
     * Reserves the next free slot of an API, which nobody else gets; one that is too far away is left to others.
     *
     * @param api product and action, such as {@code ECS RunInstances}
     * @param spacing how long after this slot the next one comes at the earliest
     * @param patience how far away it may be; whoever waits for it would give up, and a slot that is not used is lost
     * @return how long to wait for the slot, zero where it is now; longer than {@code patience} where none is reserved
     */
    Uni<Duration> reserve(String api, Duration spacing, Duration patience);
}
