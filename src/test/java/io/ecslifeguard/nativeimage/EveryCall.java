package io.ecslifeguard.nativeimage;

import static org.awaitility.Awaitility.await;

import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.cloud.CallBy;
import io.ecslifeguard.cloud.Instance;
import io.ecslifeguard.cloud.InstanceCopy;
import io.ecslifeguard.cloud.LaunchTemplate;
import io.ecslifeguard.cloud.RunOrder;
import io.ecslifeguard.cloud.TestGateways;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.ecslifeguard.testing.Console;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that makes every call of ECS and SLB that the service can make, with each part that a request may have. SMQ's SDK
 * has no such models.
 */
final class EveryCall {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Map<String, Object> DISKS = Map.of(
            "ImageId", "img-web",
            "SecurityGroupIds.1", "sg-1",
            "SystemDisk.Category", "cloud_essd",
            "SystemDisk.Size", "60",
            "DataDisk.1.Category", "cloud_efficiency",
            "DataDisk.1.Size", "100",
            "RamRoleName", "role",
            "UserData", "IyEvYmluL3NoCg==");

    private final Console console;
    private final TestGateways gateways;

    private EveryCall(String url) {
        console = new Console(url);
        gateways = new TestGateways(url, false);
    }

    public static void main(String... args) {
        var cloud = LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(0).withStateDelay(Duration.ofMillis(1)));
        var calls = new EveryCall("http://127.0.0.1:" + cloud.port());
        calls.ofEcs();
        calls.ofSlb();
        // without waiting for any thread of an SDK
        System.exit(0);
    }

    private void ofEcs() {
        var ecs = gateways.ecs;
        var seen = running(Map.of("parameters", DISKS, "tags", Map.of("team", "web")));
        done(ecs.page(Optional.empty()));
        done(ecs.tagged(Map.of("team", "web")));
        done(ecs.run(order("copy", Optional.of(get(ecs.copyOf(seen))), Optional.empty()), CallBy.nobody()));
        console.act("templates", Map.of("name", "web", "parameters", DISKS));
        var template = new LaunchTemplate("lt-local1", Optional.of("1"));
        done(ecs.run(order("template", Optional.empty(), Optional.of(template)), CallBy.nobody()));
        var stopped = List.of(stopped(), stopped(), stopped(), stopped());
        // the first goes alone, and the others together while it is under way
        done(Uni.join()
                .all(stopped.stream().map(id -> ecs.start(id, CallBy.nobody())).toList())
                .andFailFast());
        done(ecs.start(stopped(), CallBy.nobody()));
    }

    private void ofSlb() {
        var slb = gateways.slb;
        var loadBalancer = console.post("loadbalancers", Map.of()).getString("id");
        console.act("groups", Map.of("loadBalancer", loadBalancer));
        var one = List.of(backend(80));
        var other = List.of(backend(80));
        var balancer = get(gateways.groupReader.loadBalancers(Duration.ZERO)).get(0);
        for (var group : get(gateways.groupReader.groups(balancer))) {
            if (group.group().isPresent()) {
                var id = group.group().get();
                done(slb.add(id, one, CallBy.nobody()));
                done(gateways.groupReader.members(group));
                done(slb.setWeights(id, one, CallBy.nobody()));
                done(slb.swap(id, one, other, CallBy.nobody()));
                done(slb.remove(id, other, CallBy.nobody()));
            } else {
                done(slb.add(balancer.id(), one, CallBy.nobody()));
                done(gateways.groupReader.members(group));
                done(slb.setWeights(balancer.id(), one, CallBy.nobody()));
                done(slb.remove(balancer.id(), one, CallBy.nobody()));
            }
        }
    }

    private Backend backend(int port) {
        return new Backend(
                running(Map.of()).id().value(), Optional.of(port), 50, "ecs", Optional.of("web"), Optional.empty());
    }

    private Instance running(Map<String, Object> order) {
        var id = console.create(order);
        await().atMost(LONG).until(() -> console.state(id).equals("Running"));
        return get(gateways.ecs.describe(List.of(new InstanceId(id)))).get(0);
    }

    private InstanceId stopped() {
        var id = running(Map.of()).id();
        console.act("instances/" + id + "/stop");
        await().atMost(LONG).until(() -> console.state(id.value()).equals("Stopped"));
        return id;
    }

    private static RunOrder order(String token, Optional<InstanceCopy> copy, Optional<LaunchTemplate> template) {
        return new RunOrder(
                token,
                template,
                copy,
                "ecs.g7.large",
                "vsw-cn-hangzhou-h",
                true,
                Optional.empty(),
                Map.of("ecs-lifeguard/replaces", "i-old"));
    }

    private static void done(Uni<?> call) {
        var unused = get(call);
    }

    private static <T> T get(Uni<T> call) {
        return call.await().atMost(LONG);
    }
}
