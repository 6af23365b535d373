package io.ecslifeguard.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * A reaction that this replica may work on until its lease ends.
 *
 * @param id the reaction's number
 * @param name the reaction's name
 * @param instance the instance that it is about, where there is one
 * @param fence the number of this lease; whatever is told with an older one is discarded
 * @param attempt 1 for the first attempt
 * @param errors how many attempts in a row have failed before this one
 * @param payload the text of the event that called for it, where an event did
 * @param messageId the message that this event came in
 * @param notice the number of the notice that called for it, where a notice did
 * @param occurredAt when it happened
 * @param deadline when the work must be over
 * @param memory what the reaction remembered last, as JSON
 * @param traceparent by which its attempts continue the trace of the message that called for it, where there is one
 */
public record Claimed(
        long id,
        String name,
        Optional<String> instance,
        long fence,
        int attempt,
        int errors,
        Optional<String> payload,
        Optional<String> messageId,
        Optional<Long> notice,
        Instant occurredAt,
        Optional<Instant> deadline,
        Optional<String> memory,
        Optional<String> traceparent) {

    /** How a log line names it. */
    @Override
    public String toString() {
        return instance.map(id -> id + " ").orElse("") + name + " #" + id;
    }

    /** Whether it has a deadline, and so goes before others. */
    public boolean isUrgent() {
        return deadline.isPresent();
    }
}
