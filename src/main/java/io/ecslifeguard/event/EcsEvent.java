package io.ecslifeguard.event;

import java.util.Optional;

/** Something that happened, as Alibaba Cloud reports it. */
public sealed interface EcsEvent extends Decoded
        permits InstanceStateChanged, SpotInterruption, SystemEvent, OtherEvent {

    /** What every event tells. */
    Header header();

    /** The word that tells events of one name apart: the new state, the action, or the event's status. */
    Optional<String> detail();
}
