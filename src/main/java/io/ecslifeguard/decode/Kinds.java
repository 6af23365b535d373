package io.ecslifeguard.decode;

import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.event.Envelope;
import io.ecslifeguard.event.Header;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.InstanceState;
import io.ecslifeguard.event.InstanceStateChanged;
import io.ecslifeguard.event.OtherEvent;
import io.ecslifeguard.event.SpotInterruption;
import io.ecslifeguard.event.SystemEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes the event out of what its envelope tells.
 *
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/143663">ECS instance events</a>
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/116341">ECS system events</a>
 */
final class Kinds {

    private static final String STATE_CHANGE = "Instance:StateChange";
    private static final String SPOT_INTERRUPTION = "Instance:PreemptibleInstanceInterruption";
    private static final int LONGEST = 64;

    private final Told told;
    private final Headers headers;

    private Kinds(Told told, Headers headers) {
        this.told = told;
        this.headers = headers;
    }

    static EcsEvent build(Told told, Headers headers) throws NotUnderstood {
        return new Kinds(told, headers).build();
    }

    private EcsEvent build() throws NotUnderstood {
        if (told.envelope() != Envelope.METRIC_ALERT && told.product().equals(Products.ECS)) {
            if (told.name().equals(STATE_CHANGE)) {
                return stateChanged();
            }
            if (told.name().equals(SPOT_INTERRUPTION)) {
                return interrupted();
            }
            var operation = Operation.of(told.name());
            if (operation.isPresent()) {
                return systemEvent(operation.get());
            }
        }
        return other();
    }

    private EcsEvent stateChanged() throws NotUnderstood {
        var instance = instance();
        var field = told.content().path() + "state";
        var name = told.content()
                .text("state")
                .orElseThrow(() -> new NotUnderstood("Field \"" + field + "\" is not there"));
        if (name.length() > LONGEST) {
            throw new NotUnderstood("Field \"" + field + "\" is longer than " + LONGEST + " characters");
        }
        var state = InstanceState.of(name);
        var facts =
                new InstanceStateChanged.Facts(fact("instanceType"), fact("privateIpAddress"), fact("publicIpAddress"));
        return new InstanceStateChanged(header(Optional.of(instance), state.name()), instance, state, facts);
    }

    private EcsEvent interrupted() throws NotUnderstood {
        var instance = instance();
        // acted on whatever the action is: five minutes are too short to quarantine it for a word
        var action = Texts.cut(told.content().hint("action").orElse(""), LONGEST);
        return new SpotInterruption(header(Optional.of(instance), action), instance, action);
    }

    private EcsEvent systemEvent(Operation operation) {
        var status = Texts.cut(operation.status(told.content()), LONGEST);
        return new SystemEvent(
                header(Instances.mentioned(told), status),
                Texts.cut(operation.code(), 256),
                status,
                told.content().hint("eventId").map(text -> Texts.cut(text, LONGEST)),
                time("notBefore"),
                time("executeStartTime"),
                time("executeFinishTime"));
    }

    private EcsEvent other() {
        var detail = told.content().hint("eventStatus", "status", "result").map(text -> Texts.cut(text, LONGEST));
        return new OtherEvent(header(Instances.mentioned(told), detail.orElse("")), detail);
    }

    private InstanceId instance() throws NotUnderstood {
        return Instances.required(told)
                .orElseThrow(() -> new NotUnderstood(
                        told.name() + " names no instance: \"" + told.content().path() + "resourceId\" or \""
                                + told.content().path() + "instanceId\" should be its id"));
    }

    private Header header(Optional<InstanceId> instance, String detail) {
        return headers.of(told, instance, detail);
    }

    private Optional<String> fact(String name) {
        return told.content().hint(name).filter(text -> text.length() <= LONGEST);
    }

    private Optional<Instant> time(String name) {
        return told.content().hint(name).flatMap(Times::parse);
    }
}
