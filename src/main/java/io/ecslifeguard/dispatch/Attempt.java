package io.ecslifeguard.dispatch;

import io.ecslifeguard.event.EcsEvent;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** One try at a reaction, with all that the reaction knows. */
public interface Attempt {

    /** The number under which the journal keeps this reaction; belongs into every call's record. */
    long reaction();

    /** The event that called for the reaction; fails where a notice did. */
    EcsEvent event();

    /** The number of the notice that called for the reaction, where no event did. */
    Optional<Long> notice();

    /**
     * When that happened: the event's own time or, where that is missing or absurd, the time it was queued; of a notice
     * when it was recorded.
     */
    Instant occurredAt();

    /** 1 for the first attempt, one more for each further one. */
    int number();

    /** When the work must be over, where there is such a time. */
    Optional<Instant> deadline();

    /** What the reaction remembered last, or empty. */
    <T> Optional<T> memory(Class<T> type);

    /**
     * Commits {@code memory} (a record that Jackson can write and read) before something is done that cannot be asked
     * again. Fails with {@link LeaseLost} when another replica has taken the reaction over: then nothing may be done.
     */
    Uni<Void> remember(Object memory);

    /** To be called before each effect: fails with {@link LeaseLost} when another replica has taken over. */
    Uni<Void> stillMine();
}
