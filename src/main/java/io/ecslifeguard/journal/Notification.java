package io.ecslifeguard.journal;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A message to one destination.
 *
 * @param id the same each time it is sent, and no other message's, of this deployment or another
 * @param more how many notices waited for the message after it
 * @param items what it tells of, the oldest first
 */
public record Notification(UUID id, int more, List<Item> items) {

    public Notification {
        requireNonNull(id, "id");
        items = List.copyOf(items);
    }

    /**
     * A notice.
     *
     * @param id its number
     * @param kind as the journal keeps it; of a newer version maybe one that is not known
     * @param at when it was recorded
     * @param instance what it is about, where it is about an instance
     * @param instanceName how that is called, where that is known
     * @param reaction the number of the reaction that found it, where one did
     */
    public record Item(
            long id,
            String kind,
            Instant at,
            Optional<String> instance,
            Optional<String> instanceName,
            Optional<Long> reaction,
            String text) {

        public Item {
            requireNonNull(kind, "kind");
            requireNonNull(at, "at");
            requireNonNull(instance, "instance");
            requireNonNull(instanceName, "instanceName");
            requireNonNull(reaction, "reaction");
            requireNonNull(text, "text");
        }
    }
}
