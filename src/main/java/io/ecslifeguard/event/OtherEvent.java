package io.ecslifeguard.event;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An event that is understood well enough to be history and that nothing reacts to: other ECS events, other products'
 * events on the same queue, metric alerts.
 *
 * @param header what every event tells
 * @param detail the event's status, where it has one
 */
public record OtherEvent(Header header, Optional<String> detail) implements EcsEvent {

    public OtherEvent {
        requireNonNull(header, "header");
        requireNonNull(detail, "detail");
    }
}
