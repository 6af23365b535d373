package io.ecslifeguard.journal;

import io.ecslifeguard.decode.Decoder;
import io.ecslifeguard.event.EcsEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Journal entries as intake makes them. */
final class Samples {

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final Decoder DECODER = new Decoder();

    private Samples() {}

    static Entry.Happened stateChange(String id, String instance, String state, Instant at, String... reactions) {
        var json = """
                {"id":"%s","product":"ECS","name":"Instance:StateChange","level":"INFO","userId":"1690","regionId":"cn-hangzhou",
                 "content":{"resourceId":"%s","resourceType":"ALIYUN::ECS::Instance","state":"%s"}}""".formatted(id, instance, state);
        return happened(json, at, Optional.empty(), reactions);
    }

    static Entry.Happened interruption(String id, String instance, Instant at, String... reactions) {
        var json = """
                {"id":"%s","product":"ECS","name":"Instance:PreemptibleInstanceInterruption","level":"WARN",
                 "content":{"instanceId":"%s","action":"delete"}}""".formatted(id, instance);
        return happened(json, at, Optional.of(at.plus(Duration.ofMinutes(5))), reactions);
    }

    static Entry.Happened happened(String json, Instant at, Optional<Instant> deadline, String... reactions) {
        var calls = java.util.Arrays.stream(reactions)
                .map(name -> new Entry.CalledFor(name, deadline, true))
                .toList();
        return new Entry.Happened(
                (EcsEvent) DECODER.decode(json, "m-1"), at, source("m-" + json.hashCode(), json), calls);
    }

    static Entry.Parked parked(String messageId, String body) {
        return new Entry.Parked("The body is not JSON", source(messageId, body));
    }

    static List<Entry> page(Entry... entries) {
        return List.of(entries);
    }

    static Source source(String messageId, String body) {
        return new Source("ecs-events", messageId, NOON, 1, body);
    }
}
