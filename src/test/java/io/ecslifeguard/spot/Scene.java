package io.ecslifeguard.spot;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.ecslifeguard.cloud.LoadBalancerId;
import io.ecslifeguard.cloud.TestGateways;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.event.Envelope;
import io.ecslifeguard.event.Header;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.Level;
import io.ecslifeguard.event.SpotInterruption;
import io.ecslifeguard.journal.EditState;
import io.ecslifeguard.journal.Inventory;
import io.ecslifeguard.journal.TestJournal;
import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.ecslifeguard.testing.Console;
import io.ecslifeguard.testing.SetClock;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Evacuations against a local cloud, attempt by attempt, at times that the test sets. */
final class Scene implements AutoCloseable {

    static final Instant NOTICE = Instant.parse("2026-05-04T10:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ObjectMapper json = new ObjectMapper()
            .registerModules(new Jdk8Module(), new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private final Map<String, String> memories = new HashMap<>();
    private final LocalCloud cloud;
    private final TestGateways gateways;
    private final TestJournal journal = new TestJournal();
    private final Map<String, Long> reactions = new ConcurrentHashMap<>();
    private final List<String> hanging = new ArrayList<>();
    private final Cancellable lanes;
    private final boolean buys;
    private EvacuateSpotInstance reaction;
    private boolean leaseIsLost;
    final Inventory inventory = journal.inventory;
    final Console console;
    final SetClock time = new SetClock(NOTICE);

    Scene(TestSpotConfig config) {
        this(config, false);
    }

    Scene(TestSpotConfig config, boolean dryRun) {
        this(config, dryRun, false);
    }

    /** One in which replacements are bought. */
    static Scene buying(TestSpotConfig config) {
        return new Scene(config, false, true);
    }

    private Scene(TestSpotConfig config, boolean dryRun, boolean buys) {
        this.buys = buys;
        cloud = LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(0).withStateDelay(Duration.ofMillis(20)));
        console = new Console("http://127.0.0.1:" + cloud.port());
        gateways = new TestGateways("http://127.0.0.1:" + cloud.port(), dryRun);
        reaction = reaction(config);
        lanes = lanes(config);
    }

    private Cancellable lanes(TestSpotConfig config) {
        var edits = journal.laneEdits("lanes");
        var worker = new LaneWorker(config, gateways.config, edits, new GroupCalls(gateways.slb));
        var slots = new GatewaySlots(gateways.slb);
        return new Lanes(config, journal.edits, edits, worker, slots, Clock.systemUTC())
                .run()
                .subscribe()
                .with(ignored -> {});
    }

    private EvacuateSpotInstance reaction(TestSpotConfig config) {
        var whereabouts = whereabouts(config);
        var timings = new Timings(config);
        var edits = new GroupEdits(journal.edits, time);
        return new EvacuateSpotInstance(
                config,
                gateways.ownFleet,
                new Search(config, gateways.ecs, whereabouts, timings, time),
                new Course(config, edits, replacing(config, edits), whereabouts, timings, time),
                time);
    }

    private Replacing replacing(TestSpotConfig config, GroupEdits edits) {
        if (buys) {
            return new Replacing(config, new ReplacementRules(config), purchasing(config), edits, gateways.ecs, time);
        }
        var none = config.withReplacement(TestReplacement.DEFAULT.withEnabled(false));
        return new Replacing(none, new ReplacementRules(none), null, edits, gateways.ecs, time);
    }

    private Purchasing purchasing(TestSpotConfig config) {
        var memories = new Memories(json);
        var placing = new Placing(config, journal.purchases, journal.pools, gateways.ecs, memories);
        return new Purchasing(
                new Planning(
                        config,
                        new ReplacementRules(config),
                        journal.purchases,
                        journal.pools,
                        journal.lastSeen,
                        gateways.ecs,
                        memories,
                        time),
                new Ordering(config, journal.purchases, placing, gateways.ecs, memories, time),
                journal.purchases,
                journal.instanceEvents,
                gateways.ecs);
    }

    /** What was bought in the place of this instance, in order. */
    List<String> bought(String instance) {
        var ids = journal.value("select coalesce(string_agg(instance_id, ' ' order by id), '') from purchase"
                + " join replacement using (reaction_id, generation) where instance_id is not null and interrupted = '"
                + instance + "'");
        return ids.isEmpty() ? List.of() : List.of(ids.split(" "));
    }

    Whereabouts whereabouts(TestSpotConfig config) {
        return new Whereabouts(
                config,
                inventory,
                region(config),
                new GroupReadings(config, discovery(config), time),
                new Crowd(config, time));
    }

    Region region(TestSpotConfig config) {
        return new Region(config, discovery(config), time);
    }

    private Discovery discovery(TestSpotConfig config) {
        return new Discovery(config, gateways.groupReader, new InventoryNotes(inventory));
    }

    Sought sought(String instance) {
        return new Sought(new InstanceId(instance), List.of(), List.of(), Optional.empty());
    }

    /** What a complete pass over all groups leaves behind. */
    void takeInventory() {
        var began = inventory.begin(100_000).await().atMost(LONG);
        var everything = region(TestSpotConfig.DEFAULT).recent().await().atMost(LONG);
        if (!everything.isComplete()) {
            throw new IllegalStateException("" + everything.unread());
        }
        var unused = inventory.complete(began, 1).await().atMost(LONG);
    }

    String running() {
        var instance = console.create(Map.of("spot", true));
        await().atMost(LONG).until(() -> console.state(instance).equals("Running"));
        return instance;
    }

    String loadBalancer() {
        return console.post("loadbalancers", Map.of()).getString("id");
    }

    String group(String loadBalancer) {
        return console.post("groups", Map.of("loadBalancer", loadBalancer)).getString("id");
    }

    /** A group of a load balancer of its own. */
    String group() {
        return group(loadBalancer());
    }

    void join(String group, String instance, int port) {
        console.act("groups/" + group + "/backends", Map.of("server", instance, "port", port, "weight", 100));
    }

    /** As a container network does: by the network interface, and by its address. */
    void joinByInterface(String group, String instance, int port) {
        joinByInterface(group, "eni-" + instance.substring(2), instance, port);
    }

    /** A network interface with the address of the instance. */
    void joinByInterface(String group, String eni, String instance, int port) {
        var address = gateways.ecs
                .describe(List.of(new InstanceId(instance)))
                .await()
                .atMost(LONG)
                .get(0)
                .privateAddresses()
                .get(0);
        gateways.add(group, eni, address, port);
    }

    void leave(String group, String instance) {
        console.act("groups/" + group + "/backends", Map.of("server", instance, "remove", true));
    }

    void joinDefault(String loadBalancer, String instance) {
        console.act("loadbalancers/" + loadBalancer + "/backends", Map.of("server", instance, "weight", 100));
    }

    void refuse(String operation, String parameter, String value) {
        fault(operation, parameter, value, 403, "Forbidden.RAM");
    }

    /** Lets all calls fail whose parameter has this value. */
    void fault(String operation, String parameter, String value, int status, String code) {
        console.act(
                "faults",
                Map.of(
                        "operation",
                        operation,
                        "match",
                        Map.of(parameter, value),
                        "error",
                        Map.of("status", status, "code", code, "message", "As the test wants it.")));
    }

    void hang(String operation, String parameter, String value) {
        hanging.add(value);
        console.act(
                "faults", Map.of("operation", operation, "match", Map.of(parameter, value), "latencyMillis", 15_000));
    }

    /** Lets all calls take seconds whose parameter has this value. */
    void slow(String operation, String parameter, String value) {
        console.act(
                "faults", Map.of("operation", operation, "match", Map.of(parameter, value), "latencyMillis", 4_000));
    }

    /** The local cloud has one VPC only: from now on, the list of load balancers tells of two, one for each group's. */
    void inAnotherVpc(String group, String groupAtHome) {
        var there = console.get("groups/" + group).getString("loadBalancer");
        var home = console.get("groups/" + groupAtHome).getString("loadBalancer");
        var body = """
                {"RequestId": "r", "TotalCount": 2, "LoadBalancers": {"LoadBalancer": [
                {"LoadBalancerId": "%s", "VpcId": "vpc-other"}, {"LoadBalancerId": "%s", "VpcId": "vpc-local"}]}}""".formatted(there, home);
        console.act(
                "faults",
                Map.of(
                        "operation",
                        "slb:DescribeLoadBalancers",
                        "reply",
                        Map.of("status", 200, "contentType", "application/json", "body", body)));
    }

    /** From now on, the instance is described without its network interfaces. */
    void hideInterfaces(String instance) {
        var body = """
                {"RequestId": "r", "TotalCount": 1, "Instances": {"Instance": [{"InstanceId": "%s", "Status": "Running",
                "VpcAttributes": {"VpcId": "vpc-local", "PrivateIpAddress": {"IpAddress": ["%s"]}}}]}}""".formatted(instance, console.get("instances/" + instance).getString("privateIp"));
        console.act(
                "faults",
                Map.of(
                        "operation",
                        "ecs:DescribeInstances",
                        "reply",
                        Map.of("status", 200, "contentType", "application/json", "body", body)));
    }

    /** Servers and weights in a group, such as {@code i-1=100}. */
    List<String> in(String group) {
        return backends(console.get("groups/" + group));
    }

    List<String> inDefault(String loadBalancer) {
        return backends(console.get("loadbalancers/" + loadBalancer));
    }

    private static List<String> backends(JsonObject group) {
        JsonArray backends = group.getJsonArray("backends");
        return backends.stream()
                .map(JsonObject.class::cast)
                .map(backend -> backend.getString("server") + "=" + backend.getInteger("weight"))
                .toList();
    }

    List<String> effects() {
        return gateways.effects();
    }

    Uni<Outcome> begin(String instance) {
        return begin(instance, "delete");
    }

    /** The next attempt, with what the last one remembered. */
    Uni<Outcome> begin(String instance, String action) {
        return Uni.createFrom()
                .deferred(() -> reaction.attempt(new TestAttempt(instance, action)))
                .invoke(outcome -> {
                    if (outcome instanceof Outcome.Again again) {
                        again.memory().ifPresent(memory -> keep(instance, memory));
                    }
                });
    }

    /** One attempt of which the outcome is not recorded, as where the replica is killed at its end. */
    Outcome lostAttempt(String instance) {
        return reaction.attempt(new TestAttempt(instance, "delete")).await().atMost(LONG);
    }

    /** One attempt, and what the lanes make of it. */
    Outcome attempt(String instance) {
        return attempt(instance, "delete");
    }

    Outcome attempt(String instance, String action) {
        var outcome = begin(instance, action).await().atMost(LONG);
        settle(instance);
        return outcome;
    }

    /**
     * Attempts until one is the last or {@code times} have been made: each at once where the lanes have told of
     * something, else at its due time.
     */
    Outcome attempts(String instance, int times) {
        var before = told(instance);
        var outcome = attempt(instance);
        for (var made = 1; made < times && outcome instanceof Outcome.Again again; made++) {
            if (told(instance).equals(before)) {
                time.pass(again.after().plusMillis(1));
            }
            before = told(instance);
            outcome = attempt(instance);
        }
        return outcome;
    }

    /** From now on another replica has the reactions. */
    void loseLeases() {
        leaseIsLost = true;
    }

    /** Attempts until the lanes have removed it; the reaction has not heard of that yet. */
    void untilRemoved(String instance) {
        var removals = removals(instance);
        for (var made = 0; made < 8; made++) {
            var before = told(instance);
            var outcome = attempt(instance);
            if (removals(instance) > removals) {
                return;
            }
            if (outcome instanceof Outcome.Again again && told(instance).equals(before)) {
                time.pass(again.after().plusMillis(1));
            }
        }
        throw new AssertionError("It was not removed: " + told(instance));
    }

    private long removals(String instance) {
        return told(instance).stream()
                .filter(told -> told.startsWith("REMOVE") && told.endsWith("DONE"))
                .count();
    }

    /** The edits that were asked for, by their names. */
    List<String> asked(String instance) {
        return edits(instance).stream().map(EditState::key).toList();
    }

    /** Those that are still to be made. */
    List<String> open(String instance) {
        return edits(instance).stream()
                .filter(edit -> edit.status() == EditState.Status.OPEN)
                .map(EditState::key)
                .toList();
    }

    /** The edits that were asked for, with what became of them, such as {@code REMOVE rsp-1 0 DONE}. */
    List<String> told(String instance) {
        return edits(instance).stream()
                .map(edit -> edit.key() + " " + edit.status())
                .toList();
    }

    private List<EditState> edits(String instance) {
        return journal.edits.of(reactionOf(instance)).await().atMost(LONG);
    }

    /** Waits until each edit was tried, but for those that hang. */
    private void settle(String instance) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> edits(instance).stream()
                        .filter(edit -> hanging.stream().noneMatch(edit.key()::contains))
                        .noneMatch(edit -> edit.status() == EditState.Status.OPEN && edit.tries() == 0));
    }

    private long reactionOf(String instance) {
        return reactions.computeIfAbsent(instance, journal::reaction);
    }

    /** Goes on with other settings; the SDKs are warm by then, so that short limits meet only what hangs. */
    void use(TestSpotConfig config) {
        var warmSlb = gateways.slb
                .defaultGroup(new LoadBalancerId("lb-nobodys"))
                .onFailure()
                .recoverWithItem(List.of())
                .await()
                .atMost(LONG);
        var warmEcs = gateways.ecs
                .describe(List.of(new InstanceId("i-nobodys")))
                .await()
                .atMost(LONG);
        reaction = reaction(config);
    }

    Evacuation memory(String instance) {
        return read(instance, Evacuation.class).orElseThrow();
    }

    private void keep(String instance, Object memory) {
        try {
            memories.put(instance, json.writeValueAsString(memory));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> Optional<T> read(String instance, Class<T> type) {
        return Optional.ofNullable(memories.get(instance)).map(text -> {
            try {
                return json.readValue(text, type);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public void close() {
        lanes.cancel();
        gateways.close();
        cloud.close();
        journal.close();
    }

    private final class TestAttempt implements Attempt {

        private final String instance;
        private final String action;

        TestAttempt(String instance, String action) {
            this.instance = instance;
            this.action = action;
        }

        @Override
        public long reaction() {
            return reactionOf(instance);
        }

        @Override
        public EcsEvent event() {
            var id = new InstanceId(instance);
            return new SpotInterruption(
                    new Header(
                            "key",
                            Optional.empty(),
                            "Instance:PreemptibleInstanceInterruption",
                            "ECS",
                            Level.WARN,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(id),
                            Optional.empty(),
                            Optional.of(NOTICE),
                            Optional.empty(),
                            Envelope.CLOUDMONITOR_RULE,
                            "{}"),
                    id,
                    action);
        }

        @Override
        public Optional<Long> notice() {
            return Optional.empty();
        }

        @Override
        public Instant occurredAt() {
            return NOTICE;
        }

        @Override
        public int number() {
            return 1;
        }

        @Override
        public Optional<Instant> deadline() {
            return Optional.of(NOTICE.plus(Duration.ofMinutes(5)));
        }

        @Override
        public <T> Optional<T> memory(Class<T> type) {
            return read(instance, type);
        }

        @Override
        public Uni<Void> remember(Object memory) {
            return Uni.createFrom().voidItem().invoke(() -> keep(instance, memory));
        }

        @Override
        public Uni<Void> stillMine() {
            return leaseIsLost
                    ? Uni.createFrom().failure(new IllegalStateException("The lease is lost"))
                    : Uni.createFrom().voidItem();
        }
    }
}
