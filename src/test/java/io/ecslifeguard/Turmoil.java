package io.ecslifeguard;

import static java.util.stream.Collectors.toMap;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.testing.Console;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * A fleet in a local cloud, and what happens to it and around it, as a seed decides: instances stop, spot instances are
 * reclaimed, and the queue carries much else, some of it twice, late, or unreadable.
 */
final class Turmoil {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> NAMES = List.of(
            "Disk:ConvertToPostpaidCompleted",
            "Disk:DiskOperationCompleted",
            "Snapshot:CreateSnapshotCompleted",
            "Instance:SystemMaintenance.Reboot:Scheduled",
            "Instance:SystemFailure.Reboot:Executed",
            "Instance:PerformanceModeChange");

    private final Console console;
    private final Random random;
    private final Map<String, Integer> stops = new LinkedHashMap<>();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Set<String> interrupted = new LinkedHashSet<>();
    private final List<String> events = new ArrayList<>();
    private int unreadable;

    /** Where a spot instance is. */
    record Member(String group, int port, int weight) {

        /** As {@link #entries} has it. */
        String of(String server) {
            return group + " " + server + ":" + port + "=" + weight;
        }
    }

    Turmoil(LocalCloudProcess cloud, Random random) {
        console = new Console(cloud.url());
        this.random = random;
    }

    /** Creates instances that are to be kept running, and spot instances in groups. */
    void plant(int kept, int spot, int groups) {
        for (var number = 0; number < kept; number++) {
            stops.put(console.create(Map.of("tags", Map.of("ecs-lifeguard/restart", "on"))), 0);
        }
        var places = new ArrayList<String>();
        for (var number = 0; number < groups; number++) {
            var loadBalancer = console.post("loadbalancers", Map.of()).getString("id");
            places.add(
                    console.post("groups", Map.of("loadBalancer", loadBalancer)).getString("id"));
        }
        for (var number = 0; number < spot; number++) {
            var instance = console.create(Map.of("spot", true));
            var member = new Member(places.get(number % groups), 8000 + number, 1 + number % 100);
            console.act(
                    "groups/" + member.group() + "/backends",
                    Map.of("server", instance, "port", member.port(), "weight", member.weight()));
            members.put(instance, member);
        }
        await().atMost(PATIENCE)
                .until(() -> running().containsAll(stops.keySet()) && running().containsAll(members.keySet()));
    }

    /** How the queue, the calls and the network are from now on. */
    void trouble() {
        console.put("queues/ecs-events/faults", Map.of("partialPages", true, "duplicates", 0.1, "reorder", true));
        // long enough for a kill between a call and its answer
        console.act("faults", Map.of("operation", "ecs:*", "latencyMillis", 60));
        console.act("faults", Map.of("operation", "slb:*", "latencyMillis", 80));
    }

    /** Sends so many messages, lets some instances stop and reclaims some. */
    void go(int messages, int stopped, int reclaimed) {
        for (var number = 0; number < messages; number++) {
            message();
        }
        var running = running();
        var candidates = new ArrayList<>(stops.keySet());
        candidates.retainAll(running);
        Collections.shuffle(candidates, random);
        for (var instance : candidates.subList(0, Math.min(stopped, candidates.size()))) {
            console.act("instances/" + instance + "/stop");
            stops.merge(instance, 1, Integer::sum);
        }
        var left = new ArrayList<>(members.keySet());
        left.removeAll(interrupted);
        Collections.shuffle(left, random);
        for (var instance : left.subList(0, Math.min(reclaimed, left.size()))) {
            console.act("instances/" + instance + "/interrupt");
            interrupted.add(instance);
        }
    }

    /** A number of the next {@code bound}, from 1. */
    int some(int bound) {
        return 1 + random.nextInt(bound);
    }

    /** How often each of the instances that are to be kept running has stopped. */
    Map<String, Integer> stops() {
        return stops;
    }

    Set<String> interrupted() {
        return interrupted;
    }

    /** The ids of the events that were sent beside those that the cloud sends by itself. */
    List<String> events() {
        return events;
    }

    int unreadable() {
        return unreadable;
    }

    Set<String> running() {
        return Set.copyOf(console.list("instances").stream()
                .filter(one -> "Running".equals(one.getString("state")))
                .map(one -> one.getString("id"))
                .toList());
    }

    /** What was bought, by what it replaces; fails where one is replaced twice. */
    Map<String, String> replacements() {
        return console.list("instances").stream()
                .filter(one -> one.getJsonObject("tags").containsKey("ecs-lifeguard/replaces"))
                .collect(toMap(
                        one -> one.getJsonObject("tags").getString("ecs-lifeguard/replaces"),
                        one -> one.getString("id")));
    }

    /** The entries of all groups, such as {@code rsp-1 i-1:80=100}. */
    List<String> entries() {
        var entries = new ArrayList<String>();
        for (var group : console.list("groups")) {
            for (var backend : group.getJsonArray("backends")) {
                var entry = (JsonObject) backend;
                entries.add(new Member(group.getString("id"), entry.getInteger("port"), entry.getInteger("weight"))
                        .of(entry.getString("server")));
            }
        }
        return entries;
    }

    /** The entries that there should be in the end, with those that take the place of others. */
    List<String> wanted(Map<String, String> replacements) {
        return members.entrySet().stream()
                .map(member -> member.getValue().of(replacements.getOrDefault(member.getKey(), member.getKey())))
                .toList();
    }

    private void message() {
        if (random.nextInt(12) == 0) {
            unreadable++;
            console.message("unreadable " + unreadable);
            return;
        }
        var id = new UUID(random.nextLong(), random.nextLong()).toString().toUpperCase(Locale.ROOT);
        events.add(id);
        var at = Instant.now().minusSeconds(random.nextInt(1_800));
        var instance = "i-other" + random.nextInt(1_000);
        var body = random.nextInt(4) == 0 ? stateChange(id, instance, at) : other(id, instance, at);
        console.message(body);
        if (random.nextInt(6) == 0) {
            console.message(body);
        }
    }

    /** Of an instance that the cloud does not know. */
    private String stateChange(String id, String instance, Instant at) {
        var states = List.of("Created", "Starting", "Running", "Stopping", "Stopped", "Deleted");
        return """
                {"ver":"1.0","id":"%s","product":"ECS","name":"Instance:StateChange","level":"INFO","regionId":"cn-hangzhou",
                 "eventTime":"%s","content":{"resourceId":"%s","resourceType":"ALIYUN::ECS::Instance","state":"%s"}}""".formatted(id, at, instance, states.get(random.nextInt(states.size())));
    }

    private String other(String id, String instance, Instant at) {
        return """
                {"ver":"1.0","id":"%s","product":"ECS","name":"%s","level":"INFO","regionId":"cn-hangzhou","eventTime":"%s",
                 "content":{"instanceId":"%s","result":"accomplished"}}""".formatted(id, NAMES.get(random.nextInt(NAMES.size())), at, instance);
    }
}
