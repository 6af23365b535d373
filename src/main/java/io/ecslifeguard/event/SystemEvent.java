package io.ecslifeguard.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * An operation-and-maintenance event, such as {@code Instance:SystemMaintenance.Reboot:Scheduled}.
 *
 * @param header what every event tells
 * @param code what it is about, such as {@code SystemMaintenance.Reboot}
 * @param status Inquiring, Scheduled, Executing, Executed, Avoided, Canceled or Failed, as the content says (samples
 *     whose name says otherwise are known); of an unknown word that word
 * @param eventId the id of the system event, the same through all its statuses, such as {@code e-bp11trd9pqum2}
 * @param notBefore when planned maintenance begins at the earliest
 * @param executeStart when it began
 * @param executeFinish when it ended
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/116341">ECS system events</a>
 */
public record SystemEvent(
        Header header,
        String code,
        String status,
        Optional<String> eventId,
        Optional<Instant> notBefore,
        Optional<Instant> executeStart,
        Optional<Instant> executeFinish)
        implements EcsEvent {

    public SystemEvent {
        requireNonNull(header, "header");
        requireNonNull(code, "code");
        requireNonNull(status, "status");
        requireNonNull(eventId, "eventId");
        requireNonNull(notBefore, "notBefore");
        requireNonNull(executeStart, "executeStart");
        requireNonNull(executeFinish, "executeFinish");
    }

    @Override
    public Optional<String> detail() {
        return Optional.of(status);
    }
}
