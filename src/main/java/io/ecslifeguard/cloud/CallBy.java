package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * On whose behalf a call with an effect is made.
 *
 * @param reaction the number of the reaction, where one makes it
 */
public record CallBy(Optional<Long> reaction) {

    public CallBy {
        requireNonNull(reaction, "reaction");
    }

    /** A call that the reaction of this number makes. */
    public static CallBy reaction(long number) {
        return new CallBy(Optional.of(number));
    }

    /** A call that no reaction makes. */
    public static CallBy nobody() {
        return new CallBy(Optional.empty());
    }
}
