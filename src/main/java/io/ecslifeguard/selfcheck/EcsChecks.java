package io.ecslifeguard.selfcheck;

import static io.ecslifeguard.selfcheck.Check.expect;

import io.ecslifeguard.cloud.CallBy;
import io.ecslifeguard.cloud.Ecs;
import io.ecslifeguard.cloud.Instance;
import io.ecslifeguard.cloud.RunOrder;
import io.ecslifeguard.cloud.RunReply;
import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the service does with ECS. */
record EcsChecks(CannedCloud cloud, Ecs ecs) {

    private static final InstanceId INSTANCE = new InstanceId("i-selfcheck");
    private static final Map<String, String> TAGS = Map.of("team", "web");

    List<Check> all() {
        return List.of(
                Check.of(
                        "ECS: a request with nested fields",
                        ecs.tagged(TAGS),
                        found -> nested("DescribeInstances", Map.of("Tag.1.Key", "team", "Tag.1.Value", "web"))),
                Check.of("ECS: an answer with nested fields", ecs.describe(List.of(INSTANCE)), this::described),
                Check.of("ECS: an instance is bought as a copy", copied(), this::bought),
                Check.of(
                        "ECS: the answer to a call that changes something",
                        ecs.start(INSTANCE, CallBy.nobody()),
                        reply -> expect("the request id", Optional.of("R-6"), reply.requestId())));
    }

    private Optional<String> described(List<Instance> found) {
        if (found.size() != 1) {
            return Optional.of(found.size() + " instances were read instead of one");
        }
        var instance = found.get(0);
        return expect("its tags", TAGS, instance.tags())
                .or(() -> expect("its address", List.of("10.0.0.1"), instance.privateAddresses()))
                .or(() -> expect("its locks", List.of("recycling"), instance.locks()))
                .or(() -> expect("its subnet", Optional.of("vsw-1"), instance.vSwitch()));
    }

    private Uni<RunReply> copied() {
        return ecs.describe(List.of(INSTANCE))
                .chain(found -> ecs.copyOf(found.get(0)))
                .chain(copy -> ecs.run(
                        new RunOrder(
                                "self-check",
                                Optional.empty(),
                                Optional.of(copy),
                                "ecs.g7.large",
                                "vsw-1",
                                true,
                                Optional.empty(),
                                TAGS),
                        CallBy.nobody()));
    }

    private Optional<String> bought(RunReply reply) {
        return nested(
                        "RunInstances",
                        Map.of(
                                "SystemDisk.Category", "cloud_essd",
                                "DataDisk.1.Size", "100",
                                "SecurityGroupIds.1", "sg-1",
                                "RamRoleName", "role",
                                "Tag.1.Key", "team"))
                .or(() -> expect("what was bought", List.of(new InstanceId("i-made")), reply.instances()));
    }

    Optional<String> nested(String call, Map<String, String> wanted) {
        var asked = cloud.asked(call);
        return wanted.entrySet().stream()
                .flatMap(field ->
                        expect(field.getKey(), field.getValue(), String.valueOf(asked.get(field.getKey()))).stream())
                .findFirst();
    }
}
