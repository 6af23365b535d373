package io.ecslifeguard.cloud;

import io.ecslifeguard.settings.Problems;
import io.ecslifeguard.settings.Settings;
import io.ecslifeguard.settings.Urls;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether the settings of the cloud make sense. */
@ApplicationScoped
class CloudSettings implements Settings {

    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{5,32}");
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MOST_CALLS = 100_000;

    private final CloudConfig config;

    CloudSettings(CloudConfig config) {
        this.config = config;
    }

    @Override
    public List<String> problems() {
        var problems = new Problems("lifeguard.cloud");
        var region = config.region().orElse("");
        if (region.isEmpty()) {
            problems.add("region", "the region of the instances is not set", "cn-hangzhou");
        } else if (!REGION.matcher(region).matches()) {
            problems.add("region", "'" + region + "' is no region", "cn-hangzhou");
        }
        if (config.account().filter(id -> !ACCOUNT.matcher(id).matches()).isPresent()) {
            problems.add("account", "it is not an account's id, which has digits only", "123456789012");
        }
        checkEndpoint(problems, "ecs-endpoint", config.ecsEndpoint(), "ecs.cn-hangzhou.aliyuncs.com");
        checkEndpoint(problems, "slb-endpoint", config.slbEndpoint(), "slb.cn-hangzhou.aliyuncs.com");
        if (config.credentialsUri().filter(uri -> !Urls.isHttp(uri)).isPresent()) {
            problems.add("credentials-uri", "it is not a URL of http or https", "http://127.0.0.1:8080/keys");
        }
        checkTime(problems, "connect-timeout", config.connectTimeout(), "5s");
        checkTime(problems, "read-timeout", config.readTimeout(), "10s");
        checkTime(problems, "back-off", config.backOff(), "500ms");
        checkTime(problems, "max-back-off", config.maxBackOff(), "5s");
        checkTime(problems, "budget", config.budget(), "25s");
        checkRange(problems, "threads", config.threads(), 64);
        checkRange(problems, "queue", config.queue(), 10_000);
        checkRange(problems, "attempts", config.attempts(), 20);
        checkRange(problems, "pace.changes", config.pace().changes(), MOST_CALLS);
        checkRange(problems, "pace.reads", config.pace().reads(), MOST_CALLS);
        config.pace().apis().forEach((action, quota) -> checkQuota(problems, action, quota));
        return problems.all();
    }

    private static void checkEndpoint(Problems problems, String key, Optional<String> endpoint, String example) {
        if (endpoint.filter(text -> Endpoint.parse(text.strip()).isEmpty()).isPresent()) {
            problems.add(key, "it is neither a host nor a URL of http or https without a path", example);
        }
    }

    /** A quota of what is never called would hold back nothing, and nobody would hear of it. */
    private static void checkQuota(Problems problems, String action, int quota) {
        var key = "pace.apis." + action;
        if (CloudApis.ACTIONS.contains(action)) {
            checkRange(problems, key, quota, MOST_CALLS);
        } else {
            problems.add(
                    key,
                    "'" + action + "' is none of the actions that are called, which are "
                            + String.join(", ", CloudApis.ACTIONS),
                    "lifeguard.cloud.pace.apis.RunInstances=90");
        }
    }

    private static void checkTime(Problems problems, String key, Duration value, String example) {
        if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
            problems.add(key, value + " is not between 1 ms and 10 minutes", example);
        }
    }

    private static void checkRange(Problems problems, String key, int value, int most) {
        if (value < 1 || value > most) {
            problems.add(key, value + " is not between 1 and " + most, "5");
        }
    }
}
