package io.ecslifeguard.journal;

import java.time.Duration;
import java.util.Optional;

/**
 * When the brake is put on.
 *
 * @param window within which the stops are counted
 * @param number how many instances must have stopped at least
 * @param share of the known fleet that must be exceeded, from 0 to 1
 * @param timeout how long it stays on
 * @param announced instances that were announced to be reclaimed within this time do not count
 * @param region of the fleet
 * @param account of the fleet, where it is known
 */
public record BrakeLimits(
        Duration window,
        int number,
        double share,
        Duration timeout,
        Duration announced,
        Optional<String> region,
        Optional<String> account) {}
