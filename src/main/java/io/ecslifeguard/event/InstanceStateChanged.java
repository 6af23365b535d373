package io.ecslifeguard.event;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An instance changed its state: {@code Instance:StateChange}.
 *
 * @param header what every event tells
 * @param instance the instance
 * @param state the state that it is in now
 * @param facts what else the event tells of the instance
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/143663">ECS status change events</a>
 */
public record InstanceStateChanged(Header header, InstanceId instance, InstanceState state, Facts facts)
        implements EcsEvent {

    public InstanceStateChanged {
        requireNonNull(header, "header");
        requireNonNull(instance, "instance");
        requireNonNull(state, "state");
        requireNonNull(facts, "facts");
    }

    /** What newer events tell besides the state; each may be missing. */
    public record Facts(
            Optional<String> instanceType, Optional<String> privateIpAddress, Optional<String> publicIpAddress) {

        /** Nothing besides the state. */
        public static final Facts NONE = new Facts(Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public Optional<String> detail() {
        return Optional.of(state.name());
    }
}
