package io.ecslifeguard.benchmark;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * Events as CloudMonitor writes them, a third each of state changes, interruptions and operation-and-maintenance events.
 *
 * @param run tells the events of one run from those of another
 * @param instances whom they tell of, in turn
 */
record Events(int run, List<String> instances) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'+0800'").withZone(ZoneOffset.ofHours(8));
    private static final List<String> STATES = List.of("Stopping", "Stopped", "Starting", "Running");
    private static final List<String> STATUSES = List.of("Scheduled", "Executing", "Executed");

    /** Of instances that no cloud knows. */
    static Events ofStrangers(int run, int instances) {
        return new Events(
                run,
                LongStream.range(0, instances)
                        .mapToObj(number -> "i-bp1" + "%017d".formatted(number))
                        .toList());
    }

    String body(long number) {
        var turn = number / 3;
        var instance = instances.get((int) (turn % instances.size()));
        // Not the same again when its next turn comes.
        var round = turn + turn / instances.size();
        return switch ((int) (number % 3)) {
            case 0 -> state(number, instance, STATES.get((int) (round % STATES.size())));
            case 1 -> interruption(number, instance);
            default -> maintenance(number, instance, STATUSES.get((int) (round % STATUSES.size())));
        };
    }

    String state(long number, String instance, String state) {
        return event(
                number,
                instance,
                "INFO",
                "Instance:StateChange",
                "\"resourceId\":\"" + instance + "\",\"resourceType\":\"ALIYUN::ECS::Instance\",\"state\":\"" + state
                        + "\"");
    }

    String interruption(long number, String instance) {
        return event(
                number,
                instance,
                "WARN",
                "Instance:PreemptibleInstanceInterruption",
                "\"instanceId\":\"" + instance + "\",\"action\":\"delete\"");
    }

    private String maintenance(long number, String instance, String status) {
        return event(
                number,
                instance,
                "CRITICAL",
                "Instance:SystemMaintenance.Reboot:" + status,
                "\"eventId\":\"e-bp1" + number + "\",\"publishTime\":\"2026-04-09T04:18:26Z\",\"notBefore\":"
                        + "\"2026-04-12T01:01:01Z\",\"instanceId\":\"" + instance
                        + "\",\"eventType\":\"SystemMaintenance.Reboot\",\"eventStatus\":\"" + status + "\"");
    }

    private String event(long number, String instance, String level, String name, String content) {
        var id = new UUID(mixed(run * 1_000_000_007L + number), mixed(number))
                .toString()
                .toUpperCase();
        return "{\"ver\":\"1.0\",\"id\":\"" + id
                + "\",\"product\":\"ECS\",\"resourceId\":\"acs:ecs:cn-hangzhou:1234567890123456:instance/" + instance
                + "\",\"level\":\"" + level + "\",\"name\":\"" + name
                + "\",\"userId\":\"1234567890123456\",\"eventTime\":\"" + TIME.format(Instant.now())
                + "\",\"regionId\":\"cn-hangzhou\",\"content\":{" + content + "}}";
    }

    /** Spreads numbers as random ids are, so that they come to an index in no order (SplitMix64). */
    private static long mixed(long number) {
        var bits = (number + 1) * 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }
}
