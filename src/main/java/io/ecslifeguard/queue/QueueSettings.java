package io.ecslifeguard.queue;

import io.ecslifeguard.settings.Problems;
import io.ecslifeguard.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Whether the settings of the queues make sense. */
@ApplicationScoped
class QueueSettings implements Settings {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,119}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    private final QueueConfig config;

    QueueSettings(QueueConfig config) {
        this.config = config;
    }

    @Override
    public List<String> problems() {
        var problems = new Problems("lifeguard.queue");
        checkEndpoint(problems);
        checkNames(problems);
        checkRegion(problems);
        var wait = config.waitTime();
        if (wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0 || wait.toMillis() % 1000 != 0) {
            problems.add("wait-time", wait + " is not 0 to 30 whole seconds", "8s");
        }
        checkRange(problems, "page-size", config.pageSize(), 1, SmqQueue.LARGEST_BATCH);
        checkRange(problems, "concurrent-polls", config.concurrentPolls(), 1, 64);
        checkRange(problems, "in-flight", config.inFlight(), SmqQueue.LARGEST_BATCH, 5000);
        checkTimeout(problems, "connect-timeout", config.connectTimeout(), "5s");
        checkTimeout(problems, "call-timeout", config.callTimeout(), "10s");
        checkTimeout(problems, "refused-wait", config.refusedWait(), "15s");
        return problems.all();
    }

    private void checkEndpoint(Problems problems) {
        var example = "https://123456789.mns.cn-hangzhou.aliyuncs.com";
        var endpoint = config.endpoint().map(String::strip).orElse("");
        if (endpoint.isEmpty()) {
            problems.add("endpoint", "the SMQ endpoint of the account is not set", example);
        } else if (!isHttp(endpoint)) {
            problems.add("endpoint", "it is not a URL of http or https", example);
        }
    }

    private void checkNames(Problems problems) {
        var names = config.names().orElse(List.of());
        if (names.isEmpty()) {
            problems.add("names", "no queue is named", "ecs-events");
        }
        for (var name : names) {
            if (!NAME.matcher(name).matches()) {
                problems.add(
                        "names",
                        "'" + name + "' is not a queue's name (letters, digits and dashes, at most 120)",
                        "ecs-events,ecs-spot");
            }
        }
        if (new HashSet<>(names).size() < names.size()) {
            problems.add("names", "a queue is named twice", "ecs-events,ecs-spot");
        }
    }

    private void checkRegion(Problems problems) {
        var region = config.region().orElse("");
        if (!REGION.matcher(region).matches()) {
            problems.add(
                    "region",
                    region.isEmpty() ? "neither it nor lifeguard.cloud.region is set" : "'" + region + "' is no region",
                    "cn-hangzhou");
        }
    }

    private static boolean isHttp(String endpoint) {
        try {
            var uri = URI.create(endpoint);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void checkRange(Problems problems, String key, int value, int least, int most) {
        if (value < least || value > most) {
            problems.add(key, value + " is not between " + least + " and " + most, String.valueOf(least));
        }
    }

    private static void checkTimeout(Problems problems, String key, Duration value, String example) {
        if (value.toMillis() < 1 || value.compareTo(LONGEST_TIMEOUT) > 0) {
            problems.add(key, value + " is not between 1 ms and 10 minutes", example);
        }
    }
}
