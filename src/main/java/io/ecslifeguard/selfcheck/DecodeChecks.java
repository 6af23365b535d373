package io.ecslifeguard.selfcheck;

import io.ecslifeguard.decode.Decoder;
import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.event.Unrecognized;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** What the service makes of messages, the JDK's parsers included. */
record DecodeChecks(Decoder decoder) {

    private static final String EVENT = """
            {"id":"1","product":"ECS","name":"Instance:StateChange","level":"INFO","userId":"1","regionId":"cn-hangzhou",\
            "content":{"resourceId":"i-selfcheck","resourceType":"ALIYUN::ECS::Instance","state":"Stopped"}}""";

    List<Check> all() {
        return List.of(
                event("Messages: an event", EVENT),
                event(
                        "Messages: an event that a topic has forwarded as XML",
                        "<Notification><Message>" + EVENT + "</Message></Notification>"),
                nothing("Messages: what is no JSON", "{\"id\":"),
                nothing("Messages: what is no XML", "<Notification><Message>&cut"));
    }

    private Check event(String what, String body) {
        return Check.of(
                what,
                Uni.createFrom().item(() -> decoder.decode(body, "self-check")),
                decoded -> decoded instanceof EcsEvent
                        ? Optional.empty()
                        : Optional.of("it is not understood: " + decoded));
    }

    /** Quarantined for a reason that is the message's, and not the decoder's. */
    private Check nothing(String what, String body) {
        return Check.of(
                what,
                Uni.createFrom().item(() -> decoder.decode(body, "self-check")),
                decoded -> decoded instanceof Unrecognized unknown
                                && !unknown.reason().startsWith("The decoder failed")
                        ? Optional.empty()
                        : Optional.of("it is taken for " + decoded));
    }
}
