package io.ecslifeguard.dispatch;

import io.smallrye.mutiny.Uni;

/**
 * Something that is done about an event. An implementation is an application-scoped bean with two parts: an observer of
 * {@link Occurrence} that says which events call for it, without looking at anything but the event, and
 * {@link #attempt}, which does the work when the journal holds it.
 */
public interface Reaction {

    /** The name under which the journal keeps calls for this reaction. Never changed once it has been in use. */
    String name();

    /** Whether it is switched on; calls for a reaction that is switched off are recorded as skipped. */
    boolean enabled();

    /**
     * Does the next piece of work, or finds that there is none. May be called again after a crash with the same memory,
     * so every effect must be safe to repeat or be preceded by {@link Attempt#remember}. Waiting is not done here but by
     * {@link Outcome#again}: an attempt that takes longer than its time-out is cancelled and made again.
     *
     * <p>A failure of the Uni is taken as "again, a little later".
     */
    Uni<Outcome> attempt(Attempt attempt);
}
