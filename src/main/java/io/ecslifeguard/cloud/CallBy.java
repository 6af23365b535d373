package io.ecslifeguard.cloud;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * On whose behalf a call with an effect is made.
 *
 * @param reactions the numbers of the reactions that it is made for, each once and in order; none where no reaction makes it
 * @param permit whether an attempt of it may still begin
 */
public record CallBy(List<Long> reactions, BooleanSupplier permit) {

    private static final BooleanSupplier ALWAYS = () -> true;

    public CallBy {
        reactions = reactions.stream().distinct().sorted().toList();
    }

    private CallBy(List<Long> reactions) {
        this(reactions, ALWAYS);
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

    /**
     * The same call, of which an attempt begins only where {@code permit} says so then. It is asked on the thread that sends
     * the attempt: cancelling alone comes too late in a process that stood still, and wakes with the attempt on its way.
     */
    public CallBy onlyWhile(BooleanSupplier permit) {
        return new CallBy(reactions, permit);
    }

    /** One call for both. */
    CallBy and(CallBy other) {
        return new CallBy(
                Stream.concat(reactions.stream(), other.reactions.stream()).toList(),
                () -> permit.getAsBoolean() && other.permit.getAsBoolean());
    }
}
