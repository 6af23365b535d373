package io.ecslifeguard.cloud;

import java.util.List;
import java.util.stream.Stream;

/**
 * On whose behalf a call with an effect is made.
 *
 * @param reactions the numbers of the reactions that it is made for, each once and in order; none where no reaction makes it
 */
public record CallBy(List<Long> reactions) {

    public CallBy {
        reactions = reactions.stream().distinct().sorted().toList();
    }

    /** A call that the reaction of this number makes. */
    public static CallBy reaction(long number) {
        return new CallBy(List.of(number));
    }

    /** One call for what several reactions want. */
    public static CallBy reactions(List<Long> numbers) {
        return new CallBy(numbers);
    }

    /** A call that no reaction makes. */
    public static CallBy nobody() {
        return new CallBy(List.of());
    }

    /** One call for both. */
    CallBy and(CallBy other) {
        return new CallBy(
                Stream.concat(reactions.stream(), other.reactions.stream()).toList());
    }
}
