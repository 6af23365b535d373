package io.ecslifeguard.spot;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Hands out the moments at which calls that change groups may be made, to all replicas together. */
interface Slots {

    /**
     * Reserves the next free slot of an API, which nobody else gets.
     *
     * @param api product and action, such as {@code SLB SetVServerGroupAttribute}
     * @return how long to wait for it; zero where it is now
     */
    Uni<Duration> next(String api);
}
