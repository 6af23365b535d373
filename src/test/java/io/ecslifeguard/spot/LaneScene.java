package io.ecslifeguard.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.ecslifeguard.cloud.Backend;
import io.ecslifeguard.cloud.CallBy;
import io.ecslifeguard.cloud.ServerGroupId;
import io.ecslifeguard.cloud.TestGateways;
import io.ecslifeguard.journal.Edit;
import io.ecslifeguard.journal.Edit.Kind;
import io.ecslifeguard.journal.EditState;
import io.ecslifeguard.journal.HeldLane;
import io.ecslifeguard.journal.TestJournal;
import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.ecslifeguard.testing.Console;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lanes of several replicas on one journal, against a local cloud. */
final class LaneScene implements AutoCloseable {

    /** How many load balancers a replica edits at once. */
    static final int PLACES = 4;

    static final Duration PATIENCE = Duration.ofSeconds(40);

    private final List<Cancellable> running = new ArrayList<>();
    private final LocalCloud cloud =
            LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(0).withStateDelay(Duration.ofMillis(20)));
    private final TestGateways gateways;
    private int instances;
    final TestJournal journal = new TestJournal();
    final Console console = new Console("http://127.0.0.1:" + cloud.port());

    LaneScene() {
        this(false);
    }

    LaneScene(boolean dryRun) {
        gateways = new TestGateways("http://127.0.0.1:" + cloud.port(), dryRun);
    }

    /** The lanes of one replica, which run until the end. */
    Lanes start(String replica) {
        return start(replica, api -> Uni.createFrom().item(Duration.ZERO));
    }

    Lanes start(String replica, Slots slots) {
        return start(replica, slots, Duration.ofSeconds(15));
    }

    Lanes start(String replica, Duration lease) {
        return start(replica, api -> Uni.createFrom().item(Duration.ZERO), lease);
    }

    private Lanes start(String replica, Slots slots, Duration lease) {
        var config = new Config(Duration.ofMillis(500), Duration.ofSeconds(30), lease);
        var edits = journal.laneEdits(replica);
        var worker = new LaneWorker(config, gateways.config, edits, new GroupCalls(gateways.slb));
        var lanes = new Lanes(config, journal.edits, edits, worker, slots, Clock.systemUTC());
        running.add(lanes.run().subscribe().with(ignored -> {}));
        return lanes;
    }

    String loadBalancer() {
        return console.post("loadbalancers", Map.of()).getString("id");
    }

    String group(String loadBalancer) {
        return console.post("groups", Map.of("loadBalancer", loadBalancer)).getString("id");
    }

    String running() {
        var instance = console.create(Map.of("spot", true));
        await().atMost(PATIENCE).until(() -> console.state(instance).equals("Running"));
        return instance;
    }

    void join(String group, String instance) {
        console.act("groups/" + group + "/backends", Map.of("server", instance, "port", 80, "weight", 100));
    }

    void joinDefault(String loadBalancer, String instance) {
        console.act("loadbalancers/" + loadBalancer + "/backends", Map.of("server", instance, "weight", 100));
    }

    /** Gives its id. */
    @CanIgnoreReturnValue
    String fault(String operation, Map<String, Object> what) {
        var fault = new HashMap<String, Object>(what);
        fault.put("operation", operation);
        return console.post("faults", fault).getString("id");
    }

    /** Takes the most urgent lane, and does nothing any more. */
    HeldLane claimAndDie(Duration lease) {
        return journal.laneEdits("dead")
                .claim(1, lease, Duration.ofSeconds(30), List.of())
                .await()
                .atMost(PATIENCE)
                .get(0);
    }

    /** What is queued for one call is sent by a replica that is heard of no more, and its lease ends. */
    void sendAndDie() {
        var edits = journal.laneEdits("dead");
        var lease = Duration.ofMinutes(1);
        var lane = claimAndDie(lease);
        var heap = edits.heaps(lane, lease).await().atMost(PATIENCE).get(0);
        assertThat(edits.send(lane, heap, lease).await().atMost(PATIENCE)).isNotEmpty();
        journal.execute("update lane set lease_until = now()");
    }

    /** Calls past the lanes that are refused, each several times: another that was to be repeated is repeated by now. */
    void awaitAttempts(String group) {
        var backend = new Backend("i-1", Optional.of(80), 0, "ecs", Optional.empty(), Optional.empty());
        for (var number = 0; number < 3; number++) {
            var refused = gateways.slb
                    .remove(new ServerGroupId(group), List.of(backend), CallBy.nobody())
                    .subscribeAsCompletionStage();
            assertThat(refused).failsWithin(PATIENCE);
        }
    }

    /** Servers and weights in a group, such as {@code i-1=100}. */
    List<String> in(String group) {
        return backends(console.get("groups/" + group));
    }

    List<String> inDefault(String loadBalancer) {
        return backends(console.get("loadbalancers/" + loadBalancer));
    }

    private static List<String> backends(JsonObject group) {
        return group.getJsonArray("backends").stream()
                .map(JsonObject.class::cast)
                .map(backend -> backend.getString("server") + "=" + backend.getInteger("weight"))
                .toList();
    }

    /** The calls with this text in their parameters that the local cloud got. */
    List<JsonObject> calls(String operation, String text) {
        return console.calls("slb:" + operation, text);
    }

    long reaction() {
        return journal.reaction("i-reaction" + ++instances);
    }

    static Edit weigh(long reaction, String loadBalancer, String group, String server) {
        return edit(reaction, "weigh " + group + server, loadBalancer, Optional.of(group), Kind.WEIGH, null, server, 0);
    }

    static Edit remove(long reaction, String loadBalancer, String group, String server) {
        return edit(
                reaction, "remove " + group + server, loadBalancer, Optional.of(group), Kind.REMOVE, server, null, 0);
    }

    static Edit add(long reaction, String loadBalancer, String group, String server) {
        return edit(reaction, "add " + group + server, loadBalancer, Optional.of(group), Kind.ADD, null, server, 100);
    }

    static Edit swap(long reaction, String loadBalancer, Optional<String> group, String old, String wanted) {
        return edit(reaction, "swap " + loadBalancer + old, loadBalancer, group, Kind.SWAP, old, wanted, 100);
    }

    private static Edit edit(
            long reaction,
            String key,
            String loadBalancer,
            Optional<String> group,
            Kind kind,
            String old,
            String wanted,
            int weight) {
        var port = group.map(any -> 80);
        return new Edit(
                reaction,
                key,
                Optional.of(loadBalancer),
                group,
                kind,
                backends(old, port, weight),
                backends(wanted, port, weight),
                Instant.EPOCH,
                Optional.empty());
    }

    /** The others are due for long, and so wait for no company. */
    static Edit dueNow(Edit edit) {
        return new Edit(
                edit.reaction(),
                edit.key(),
                edit.loadBalancer(),
                edit.serverGroup(),
                edit.kind(),
                edit.oldBackends(),
                edit.newBackends(),
                Instant.now(),
                edit.deadline());
    }

    private static String backends(String server, Optional<Integer> port, int weight) {
        return server == null
                ? Edit.NONE
                : BackendList.write(
                        List.of(new Backend(server, port, weight, "ecs", Optional.empty(), Optional.empty())));
    }

    void queue(List<Edit> edits) {
        journal.edits.queue(edits).await().atMost(PATIENCE);
    }

    void queue(Edit... edits) {
        queue(List.of(edits));
    }

    List<EditState> of(long reaction) {
        return journal.edits.of(reaction).await().atMost(PATIENCE);
    }

    /** Waits until all edits of the reaction have ended as told, such as {@code DONE}. */
    void awaitAll(long reaction, EditState.Status status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(of(reaction))
                        .allSatisfy(state -> assertThat(state.status()).isEqualTo(status)));
    }

    @Override
    public void close() {
        running.forEach(Cancellable::cancel);
        gateways.close();
        cloud.close();
        journal.close();
    }

    record Config(Duration gather, Duration gatherExpected, Duration laneLease) implements SpotConfig {

        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public Optional<List<String>> serverGroups() {
            return Optional.empty();
        }

        @Override
        public Duration drainTime() {
            return Duration.ofSeconds(60);
        }

        @Override
        public Duration margin() {
            return Duration.ofSeconds(90);
        }

        @Override
        public Duration notice() {
            return Duration.ofMinutes(5);
        }

        @Override
        public Duration groupTimeout() {
            return Duration.ofSeconds(15);
        }

        @Override
        public Duration discoveryWait() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration discoveryAge() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration inventoryAge() {
            return Duration.ZERO;
        }

        @Override
        public Replacement replacement() {
            return TestReplacement.DEFAULT;
        }

        @Override
        public int lanes() {
            return PLACES;
        }
    }
}
